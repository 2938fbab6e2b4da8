import { Inject, Injectable } from '@nestjs/common';
import { createHash, randomBytes } from 'node:crypto';
import { Clock } from '../../kernel/clock.js';
import { isId, newId } from '../../kernel/ids.js';
import type { HeldRole } from '../../kernel/principal.js';
import { EndedSessions } from '../../platform/auth/ended-sessions.js';
import { Tokens } from '../../platform/auth/tokens.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { statement, type Tx } from '../../platform/database/tx.js';
import { refreshFailed } from './identity-refusals.js';
import type { TokenView } from './identity.view.js';

const START = statement(
  'session.start',
  `with started as (
     insert into sessions (agency, id, user_id, started_at, expires_at) values ($1, $2, $3, $4, $5)
     returning agency, id
   )
   insert into refresh_tokens (agency, session_id, hash, expires_at) select agency, id, $6, $7 from started`,
);
const PRESENTED = statement(
  'session.presented',
  `select s.id, s.expires_at as session_expires_at, s.ended_at, t.expires_at, t.used_at,
          u.id as user_id, u.name, u.roles, u.disabled_at is null and not u.must_change as welcome
     from sessions s
     join refresh_tokens t on t.agency = s.agency and t.session_id = s.id
     join users u on u.agency = s.agency and u.id = s.user_id
    where s.agency = $1 and s.id = $2 and t.hash = $3
      for update of s, t`,
);
const ROTATE = statement(
  'session.rotate',
  `with used as (update refresh_tokens set used_at = $4 where agency = $1 and session_id = $2 and hash = $3)
   insert into refresh_tokens (agency, session_id, hash, expires_at) values ($1, $2, $5, $6)`,
);
const END = statement(
  'session.end',
  `update sessions set ended_at = $3, ended_why = $4 where agency = $1 and id = $2 and ended_at is null`,
);
const END_ALL = statement(
  'session.end-all',
  `update sessions set ended_at = $3, ended_why = $4 where agency = $1 and user_id = $2 and ended_at is null`,
);

/** Whose session it is. */
export interface SessionUser {
  readonly agency: string;
  readonly id: string;
  readonly name: string;
  readonly roles: readonly HeldRole[];
}

interface PresentedRow {
  readonly id: string;
  readonly session_expires_at: Date;
  readonly ended_at: Date | null;
  readonly expires_at: Date;
  readonly used_at: Date | null;
  readonly user_id: string;
  readonly name: string;
  readonly roles: readonly HeldRole[];
  readonly welcome: boolean;
}

type EndedWhy = 'signed-out' | 'refresh-reused' | 'disabled' | 'roles-changed' | 'password-changed';

/**
 * What begins when somebody signs in: short access tokens, and one refresh token that is good for one use. A refresh token that
 * comes a second time has been stolen from somebody, and nobody knows from which of the two: the session ends. Kept is its hash.
 */
@Injectable()
export class SessionsService {
  constructor(
    private readonly database: Database,
    private readonly tokens: Tokens,
    private readonly ended: EndedSessions,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async start(user: SessionUser): Promise<TokenView> {
    const now = this.clock.now();
    const id = newId(now);
    const end = new Date(now.getTime() + this.config.sessionMaxSeconds * 1000);
    const secret = newSecret();
    const expires = this.expiry(now, end);
    await this.database.transaction((tx) => tx.run(START, [user.agency, id, user.id, now, end, hashOf(secret), expires]));
    return this.view(user, id, secret, now, expires, end);
  }

  async refresh(presented: string): Promise<TokenView> {
    const { agency, session, secret } = parse(presented);
    const now = this.clock.now();
    const next = newSecret();
    const found = await this.database.transaction(async (tx) => {
      const [row] = await tx.run<PresentedRow>(PRESENTED, [agency, session, hashOf(secret)]);
      if (!row || row.ended_at || row.session_expires_at <= now || row.expires_at <= now || !row.welcome) return undefined;
      if (row.used_at) {
        // Kept, although this request is refused.
        await tx.run(END, [agency, session, now, 'refresh-reused' satisfies EndedWhy]);
        return 'reused';
      }
      await tx.run(ROTATE, [agency, session, hashOf(secret), now, hashOf(next), this.expiry(now, row.session_expires_at)]);
      return row;
    });
    if (found === 'reused') this.ended.forget();
    if (!found || found === 'reused') throw refreshFailed();
    const user = { agency, id: found.user_id, name: found.name, roles: found.roles };
    return this.view(user, session, next, now, this.expiry(now, found.session_expires_at), found.session_expires_at);
  }

  async signOut(agency: string, session: string | undefined): Promise<void> {
    if (session === undefined) return;
    await this.database.transaction((tx) => tx.run(END, [agency, session, this.clock.now(), 'signed-out' satisfies EndedWhy]));
    this.ended.forget();
  }

  /** All of somebody's; call `forgetEnded` once that is committed. */
  async endAll(tx: Tx, agency: string, user: string, why: EndedWhy): Promise<void> {
    await tx.run(END_ALL, [agency, user, this.clock.now(), why]);
  }

  forgetEnded(): void {
    this.ended.forget();
  }

  private async view(user: SessionUser, session: string, secret: string, now: Date, expires: Date, end: Date): Promise<TokenView> {
    // No access token outlives its session.
    const left = Math.floor((end.getTime() - now.getTime()) / 1000);
    const expiresIn = Math.max(1, Math.min(this.config.tokenTtlSeconds, left));
    const { agency, id, name, roles } = user;
    return {
      accessToken: await this.tokens.issue({ agency, id, name, kind: 'person', roles }, expiresIn, session),
      expiresIn,
      tokenType: 'Bearer',
      refreshToken: `${agency}.${session}.${secret}`,
      refreshExpiresIn: Math.floor((expires.getTime() - now.getTime()) / 1000),
    };
  }

  private expiry(now: Date, end: Date): Date {
    return new Date(Math.min(now.getTime() + this.config.refreshTtlSeconds * 1000, end.getTime()));
  }
}

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Of 256 random bits a plain hash is enough: there is nothing to guess. */
function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

function parse(token: string): { readonly agency: string; readonly session: string; readonly secret: string } {
  const [, agency, session, secret] = /^([a-z0-9-]{1,100})\.([0-9a-f-]{36})\.([\w-]{43})$/.exec(token) ?? [];
  if (!agency || !secret || !session || !isId(session)) throw refreshFailed();
  return { agency, session, secret };
}
