import { Inject, Injectable } from '@nestjs/common';
import { createHash, randomBytes } from 'node:crypto';
import { Clock } from '../../kernel/clock.js';
import { isId, newId } from '../../kernel/ids.js';
import type { HeldRole } from '../../kernel/principal.js';
import { Audit } from '../../platform/audit/audit.js';
import { EndedSessions, SESSIONS_CHANNEL } from '../../platform/auth/ended-sessions.js';
import type { SessionKind } from '../../platform/auth/live-sessions.js';
import { REPORTS_SECONDS, Tokens } from '../../platform/auth/tokens.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import type { CallerAddress } from '../../platform/rate/caller.js';
import { RateLimits } from '../../platform/rate/rate-limits.js';
import { Database } from '../../platform/database/database.js';
import { statement, type Tx } from '../../platform/database/tx.js';
import { refreshFailed } from './identity-refusals.js';
import type { TokenView } from './identity.view.js';

/** Locks the user and compares what was verified: a password, roles or an account that changed meanwhile starts no session. */
const START = statement(
  'session.start',
  `with welcome as (
     select agency, id from users
      where agency = $1 and id = $2 and password_hash = $3 and roles = $4::jsonb and disabled_at is null and not must_change
        for share
   )
   insert into sessions (agency, id, user_id, kind, started_at, expires_at) select agency, $5, id, $6, $7, $8 from welcome
   returning id`,
);
const ADD_TOKEN = statement(
  'session.add-token',
  `insert into refresh_tokens (agency, session_id, hash, expires_at) values ($1, $2, $3, $4)`,
);
/** Locked before the session, in the order of everybody who changes a user. */
const LOCK_USER = statement(
  'session.lock-user',
  `select id, name, roles, disabled_at is null and not must_change as welcome from users
    where agency = $1 and id = (select user_id from sessions where agency = $1 and id = $2)
      for share`,
);
const PRESENTED = statement(
  'session.presented',
  `select s.expires_at as session_expires_at, s.ended_at, t.expires_at, t.used_at
     from sessions s
     join refresh_tokens t on t.agency = s.agency and t.session_id = s.id
    where s.agency = $1 and s.id = $2 and s.kind = 'api' and t.hash = $3
      for update of s, t`,
);
const USE_TOKEN = statement(
  'session.use-token',
  `update refresh_tokens set used_at = $4 where agency = $1 and session_id = $2 and hash = $3 and used_at is null`,
);
const END = statement(
  'session.end',
  `with ended as (update sessions set ended_at = $3, ended_why = $4 where agency = $1 and id = $2 and ended_at is null returning id)
   select id, pg_notify('${SESSIONS_CHANNEL}', '') from ended`,
);
const END_ALL = statement(
  'session.end-all',
  `with ended as (update sessions set ended_at = $3, ended_why = $4 where agency = $1 and user_id = $2 and ended_at is null returning id)
   select id, pg_notify('${SESSIONS_CHANNEL}', '') from ended`,
);

const RENEW = statement(
  'session.renew',
  `update sessions set authenticated_at = $3 where agency = $1 and id = $2 and ended_at is null returning id`,
);

/**
 * Two tabs that wake at once, or a client whose answer was lost, present one token twice: within so long each gets a successor in the
 * same session. Later than that it was stolen.
 */
const GRACE_MS = 30_000;

/** A user whose password was verified, as of that time. */
export interface SessionUser {
  readonly agency: string;
  readonly id: string;
  readonly name: string;
  readonly roles: readonly HeldRole[];
  readonly password_hash: string;
}

interface LockedUser {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly HeldRole[];
  readonly welcome: boolean;
}

interface PresentedToken {
  readonly session_expires_at: Date;
  readonly ended_at: Date | null;
  readonly expires_at: Date;
  readonly used_at: Date | null;
}

type EndedWhy = 'signed-out' | 'refresh-reused' | 'disabled' | 'roles-changed' | 'password-changed' | 'second-factor-removed';

type Named = Pick<SessionUser, 'agency' | 'id' | 'name' | 'roles'>;

/** What is done in the transaction that starts a session, such as noting it. */
export type WhenStarted = (tx: Tx) => Promise<void>;

/**
 * A sign-in begins a session: short access tokens, and one refresh token that is valid for one use. A refresh token that is
 * presented again later was stolen from one of its two holders: the session ends. Only its hash is stored.
 */
@Injectable()
export class SessionsService {
  constructor(
    private readonly database: Database,
    private readonly tokens: Tokens,
    private readonly ended: EndedSessions,
    private readonly audit: Audit,
    private readonly limits: RateLimits,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** A session of the API; undefined when the user is no longer as they were when their password was verified. */
  async start(user: SessionUser, started: WhenStarted = nothing): Promise<TokenView | undefined> {
    const now = this.clock.now();
    const id = newId(now);
    const end = new Date(now.getTime() + this.config.sessionMaxSeconds * 1000);
    const secret = newSecret();
    const expires = this.expiry(now, end);
    const begun = await this.begin(user, { id, kind: 'api', now, end }, async (tx) => {
      await tx.run(ADD_TOKEN, [user.agency, id, hashOf(secret), expires]);
      await started(tx);
    });
    return begun ? this.view(user, id, secret, now, expires, end) : undefined;
  }

  /** A session of the page of reports: one token, and none to refresh it by. */
  async startReports(user: SessionUser, started: WhenStarted = nothing): Promise<string | undefined> {
    const now = this.clock.now();
    const id = newId(now);
    const end = new Date(now.getTime() + REPORTS_SECONDS * 1000);
    const begun = await this.begin(user, { id, kind: 'reports', now, end }, started);
    return begun ? this.tokens.issue({ ...named(user), kind: 'person' }, REPORTS_SECONDS, id, 'reports') : undefined;
  }

  async refresh(presented: string, caller: CallerAddress): Promise<TokenView> {
    const token = parse(presented);
    if (!token) return this.refuse(caller);
    const { agency, session, secret } = token;
    const now = this.clock.now();
    const next = newSecret();
    const found = await this.database.transaction(async (tx) => {
      const [user] = await tx.run<LockedUser>(LOCK_USER, [agency, session]);
      const [kept] = await tx.run<PresentedToken>(PRESENTED, [agency, session, hashOf(secret)]);
      if (!user?.welcome || !kept || kept.ended_at || kept.session_expires_at <= now || kept.expires_at <= now) return undefined;
      if (kept.used_at && kept.used_at.getTime() + GRACE_MS < now.getTime()) {
        await this.endStolen(tx, agency, session, user);
        return 'reused';
      }
      const expires = this.expiry(now, kept.session_expires_at);
      await tx.run(USE_TOKEN, [agency, session, hashOf(secret), now]);
      await tx.run(ADD_TOKEN, [agency, session, hashOf(next), expires]);
      return { user: { agency, id: user.id, name: user.name, roles: user.roles }, expires, end: kept.session_expires_at };
    });
    if (found === 'reused') this.ended.forget();
    if (!found || found === 'reused') return this.refuse(caller);
    return this.view(found.user, session, next, now, found.expires, found.end);
  }

  /** By the user of the session; users of another issuer have none here. */
  async signOut({ agency, id, name }: Pick<SessionUser, 'agency' | 'id' | 'name'>, session: string | undefined): Promise<void> {
    if (session === undefined) return;
    await this.database.transaction(async (tx) => {
      const [ended] = await tx.run(END, [agency, session, this.clock.now(), 'signed-out' satisfies EndedWhy]);
      if (ended) await this.audit.note(tx, { agency, kind: 'signed-out', actor: { id, name } });
    });
    this.ended.forget();
  }

  /** Records a repeated authentication; false where the session has ended meanwhile. */
  async renew(tx: Tx, agency: string, session: string): Promise<boolean> {
    return (await tx.run(RENEW, [agency, session, this.clock.now()])).length > 0;
  }

  /** Ends all sessions of a user; call `forgetEnded` once that is committed. */
  async endAll(tx: Tx, agency: string, user: string, why: EndedWhy): Promise<void> {
    await tx.run(END_ALL, [agency, user, this.clock.now(), why]);
  }

  forgetEnded(): void {
    this.ended.forget();
  }

  private async begin(
    { agency, id: user, password_hash: hash, roles }: SessionUser,
    { id, kind, now, end }: { readonly id: string; readonly kind: SessionKind; readonly now: Date; readonly end: Date },
    started: WhenStarted,
  ): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const [begun] = await tx.run(START, [agency, user, hash, JSON.stringify(roles), id, kind, now, end]);
      if (begun) await started(tx);
      return begun !== undefined;
    });
  }

  /** Only refused tokens count for the address, so that other users of the same address do not block a session. */
  private async refuse(caller: CallerAddress): Promise<never> {
    await this.limits.take('signIn', caller);
    throw refreshFailed();
  }

  /** Committed although the request is refused: it is unknown which of the two callers has stolen the token. */
  private async endStolen(tx: Tx, agency: string, session: string, { id, name }: LockedUser): Promise<void> {
    await tx.run(END, [agency, session, this.clock.now(), 'refresh-reused' satisfies EndedWhy]);
    await this.audit.note(tx, { agency, kind: 'refresh-token-reused', actor: { id, name }, data: { session } });
  }

  private async view(user: Named, session: string, secret: string, now: Date, expires: Date, end: Date): Promise<TokenView> {
    // No access token outlives its session.
    const left = Math.floor((end.getTime() - now.getTime()) / 1000);
    const expiresIn = Math.max(1, Math.min(this.config.tokenTtlSeconds, left));
    return {
      accessToken: await this.tokens.issue({ ...named(user), kind: 'person' }, expiresIn, session),
      expiresIn,
      tokenType: 'Bearer',
      refreshToken: `${user.agency}.${session}.${secret}`,
      refreshExpiresIn: Math.floor((expires.getTime() - now.getTime()) / 1000),
    };
  }

  private expiry(now: Date, end: Date): Date {
    return new Date(Math.min(now.getTime() + this.config.refreshTtlSeconds * 1000, end.getTime()));
  }
}

const nothing: WhenStarted = () => Promise.resolve();

function named({ agency, id, name, roles }: Named): Named {
  return { agency, id, name, roles };
}

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Of 256 random bits a plain hash is enough: there is nothing to guess. */
function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

interface NamedToken {
  readonly agency: string;
  readonly session: string;
  readonly secret: string;
}

function parse(token: string): NamedToken | undefined {
  const [, agency, session, secret] = /^([a-z0-9-]{1,100})\.([0-9a-f-]{36})\.([\w-]{43})$/.exec(token) ?? [];
  return agency && secret && session && isId(session) ? { agency, session, secret } : undefined;
}
