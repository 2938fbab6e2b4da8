import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/ids.js';
import type { Principal } from '../../kernel/principal.js';
import { refusal } from '../../kernel/refusal.js';
import { Audit, NO_AGENCY, type AuditNote } from '../../platform/audit/audit.js';
import { StandIns } from '../../platform/auth/stand-ins.js';
import { Tokens } from '../../platform/auth/tokens.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/tx.js';
import type { Agency } from '../../sop/sop-definition.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import type { MeView, SignInInput, TokenView } from './identity.view.js';
import { DEMO, hashPassword, passwordMatches, STRONG } from './password.js';
import { Turnstile } from '../../platform/api/turnstile.js';
import { UserRow } from './user.entity.js';

export const signInFailed = refusal('unauthenticated', 'SIGN_IN_FAILED', {
  id: 'Nama pengguna atau kata sandi salah.',
  en: 'Wrong user name or password.',
});

export const signInBusy = refusal('too-many', 'SIGN_IN_BUSY', {
  id: 'Terlalu banyak orang masuk sekaligus; coba lagi sebentar.',
  en: 'Too many people sign in at once; try again in a moment.',
});

/** A password costs tenths of a second and a thread that files are read by too: guessing many at once must not stop the office. */
const HASHED_AT_ONCE = 2;
const MOST_WAITING = 64;

/** The password of every demo user. */
const DEMO_PASSWORD = 'terbit';

const SEED = statement(
  'user.seed',
  `insert into users (agency, id, username, name, password_hash, roles, demo) values ($1, $2, $3, $4, $5, $6, true)
   on conflict (username) do update set name = excluded.name, roles = excluded.roles where users.demo and users.agency = excluded.agency`,
);
const DISABLE_DEMO = statement('user.disable-demo', `delete from users where demo`);

/** The built-in issuer: who somebody is, by user name and password. */
@Injectable()
export class IdentityService {
  /** Compared against when a user does not exist, so that answering takes as long. */
  private readonly nobody: Promise<string>;
  private readonly turnstile = new Turnstile(HASHED_AT_ONCE, MOST_WAITING, signInBusy);

  constructor(
    private readonly database: Database,
    private readonly tokens: Tokens,
    private readonly standIns: StandIns,
    private readonly registry: DefinitionRegistry,
    private readonly clock: Clock,
    private readonly audit: Audit,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.nobody = hashPassword('', config.demo ? DEMO : STRONG);
  }

  /** Demo users exist exactly as long as demo mode is on. */
  async prepareDemoUsers(): Promise<void> {
    const passwordHash = this.config.demo ? await hashPassword(DEMO_PASSWORD, DEMO) : '';
    await this.database.transaction(async (tx) => {
      if (!this.config.demo) return void (await tx.run(DISABLE_DEMO, []));
      for (const { agency, user } of this.registry.agencies().flatMap(demoUsers)) {
        await tx.run(SEED, [agency.code, newId(this.clock.now()), user.username, user.name, passwordHash, JSON.stringify(user.roles)]);
      }
    });
  }

  async signIn({ username, password }: SignInInput): Promise<TokenView> {
    const user = await this.database.source.manager.findOneBy(UserRow, { username });
    const stored = user?.password_hash ?? (await this.nobody);
    const right = await this.turnstile.pass(() => passwordMatches(password, stored));
    if (!user || !right) {
      await this.audit.note(undefined, failedSignIn(username, user));
      throw signInFailed();
    }
    const expiresIn = this.config.tokenTtlSeconds;
    const { agency, id, name, roles } = user;
    await this.audit.note(undefined, { agency, kind: 'signed-in', actor: { id, name } });
    return { accessToken: await this.tokens.issue({ agency, id, name, kind: 'person', roles }, expiresIn), expiresIn, tokenType: 'Bearer' };
  }

  async me(principal: Principal): Promise<MeView> {
    const { id, name, agency, roles } = principal;
    const periods = await this.standIns.of(principal);
    return {
      id,
      name,
      agency,
      agencyName: this.registry.agency(agency).name,
      roles: roles.filter((held) => !held.actingFor),
      actingFor: periods.map((row) => ({
        standIn: row.id,
        role: row.role,
        ...(row.section !== null && { section: row.section }),
        kind: row.kind,
        holder: { id: row.holder_id, name: row.holder_name },
        from: row.starts_at.toISOString(),
        until: row.ends_at.toISOString(),
      })),
    };
  }
}

/** Of a name that nobody bears only its beginning: it may be a password that was typed into the wrong field. */
function failedSignIn(username: string, user: UserRow | null): AuditNote {
  const data = { username: user ? user.username : `${username.slice(0, 3)}…` };
  return { agency: user?.agency ?? NO_AGENCY, kind: 'sign-in-failed', ...(user && { actor: user }), data };
}

function demoUsers(agency: Agency) {
  return agency.demoUsers.map((user) => ({ agency, user }));
}
