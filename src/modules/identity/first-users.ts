import { Inject, Injectable, Logger } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/ids.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { isLoopback } from '../../platform/config/loopback.js';
import { ownSecret, readOwnSecret, removeOwnSecret } from '../../platform/config/own-secret.js';
import { PRIVATE_FOLDER } from '../../platform/config/private-folder.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/tx.js';
import type { Agency } from '../../sop/sop-definition.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import { BuiltInIssuer } from './built-in-issuer.js';
import { hashPassword } from './password.js';

/** The password of every demo user where only this machine can connect. */
const DEMO_PASSWORD = 'terbit';
/** Where the random one is kept in DATA_DIR that they have everywhere else. */
const DEMO_PASSWORD_FILE = 'demo-password.txt';
const ADMIN = 'admin';
/** That are tried for the first administrator of an agency. */
const MOST_NAMES = 9;

/** Earlier versions hashed passwords of demo users with less work, which distinguished them by response time. */
const CHEAP_HASH = '$argon2id$v=19$m=1024,';

const SEED = statement(
  'user.seed',
  `insert into users (agency, id, username, name, password_hash, roles, demo) values ($1, $2, $3, $4, $5, $6, true)
   on conflict (agency, username) do update
      set name = excluded.name, roles = excluded.roles,
          password_hash = case when $7 or starts_with(users.password_hash, '${CHEAP_HASH}') then excluded.password_hash
                               else users.password_hash end
    where users.demo`,
);
const END_DEMO_SESSIONS = statement(
  'session.end-demo',
  `update sessions s set ended_at = $1, ended_why = 'disabled' from users u
    where u.agency = s.agency and u.id = s.user_id and u.demo and s.ended_at is null`,
);
const DISABLE_DEMO = statement('user.disable-demo', `delete from users where demo`);
const HAS_ADMIN = statement(
  'user.has-admin',
  `select 1 from users where agency = $1 and disabled_at is null and roles @> '[{"role": "admin"}]' limit 1`,
);
const ADD_ADMIN = statement(
  'user.first-admin',
  `insert into users (agency, id, username, name, password_hash, roles, demo, must_change, created_at)
   select $1, $2, $3, $4, $5, $6, false, true, $7
    where not exists (select 1 from users where agency = $1 and disabled_at is null and roles @> '[{"role": "admin"}]')
   on conflict (agency, username) do nothing returning id`,
);

/** The users that no existing user can create: those of the demonstration, or the first administrator of an agency. */
@Injectable()
export class FirstUsers {
  private readonly logger = new Logger('Identity');

  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
    private readonly issuer: BuiltInIssuer,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async prepare(): Promise<void> {
    const demo = this.config.demo && this.issuer.isOn;
    await (demo ? this.seedDemo() : this.removeDemo());
    if (demo || !this.issuer.isOn) return;
    for (const agency of this.registry.agencies()) await this.firstAdmin(agency);
  }

  private async seedDemo(): Promise<void> {
    const { password, renew } = this.demoPassword();
    const passwordHash = await hashPassword(password);
    await this.database.transaction(async (tx) => {
      if (renew) await tx.run(END_DEMO_SESSIONS, [this.clock.now()]);
      for (const { agency, user } of this.registry.agencies().flatMap(demoUsers)) {
        const roles = JSON.stringify(user.roles);
        await tx.run(SEED, [agency.code, newId(this.clock.now()), user.username, user.name, passwordHash, roles, renew]);
      }
    });
    if (password === DEMO_PASSWORD) removeOwnSecret(this.config.dataDir, DEMO_PASSWORD_FILE);
    else this.logger.warn(`DEMO is true and HOST is open to a network: demo users sign in with the password ${password}`);
  }

  /** What everybody knows is good on this machine alone; users from before get the other when that changes. */
  private demoPassword(): { readonly password: string; readonly renew: boolean } {
    const { host, dataDir } = this.config;
    if (!isLoopback(host)) return { password: ownSecret(dataDir, DEMO_PASSWORD_FILE), renew: true };
    return { password: DEMO_PASSWORD, renew: readOwnSecret(dataDir, DEMO_PASSWORD_FILE) !== undefined };
  }

  /** Demo users exist exactly as long as demo mode is on, and so do their sessions. */
  private async removeDemo(): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.run(END_DEMO_SESSIONS, [this.clock.now()]);
      await tx.run(DISABLE_DEMO, []);
    });
  }

  /** Where the name is taken, by a disabled administrator or by another user, a different one is chosen. */
  private async firstAdmin(agency: Agency): Promise<void> {
    if (!agency.roles.some(({ code }) => code === ADMIN)) return;
    const [present] = await this.database.run(HAS_ADMIN, [agency.code]);
    if (present) return;
    for (let attempt = 1; attempt <= MOST_NAMES; attempt++) {
      const username = `${ADMIN}${attempt === 1 ? '' : attempt}.${agency.code}`.slice(0, 64);
      const outcome = await this.addAdmin(agency, username);
      if (outcome === 'there-is-one') return;
      if (outcome === 'taken') continue;
      this.logger.warn(`${agency.code} has no administrator: how the first one signs in stands in ${outcome.file} (user name ${username})`);
      return;
    }
    this.logger.error(
      `${agency.code} HAS NO ADMINISTRATOR, and none could be made: the user names ${ADMIN}.${agency.code} and ${MOST_NAMES - 1} like it are ` +
        'taken. Enable one of them, or give the role to somebody, in the table users.',
    );
  }

  /** With a password that is good for choosing another, in a file that only the operator reads. */
  private async addAdmin(agency: Agency, username: string): Promise<'there-is-one' | 'taken' | { readonly file: string }> {
    const password = randomBytes(18).toString('base64url');
    const file = join(this.config.dataDir, `first-admin-${agency.code}.txt`);
    const hash = await hashPassword(password);
    return this.database.transaction(async (tx) => {
      const row = [agency.code, newId(this.clock.now()), username, 'Admin', hash, JSON.stringify([{ role: ADMIN }]), this.clock.now()];
      const [added] = await tx.run(ADD_ADMIN, row);
      if (!added) return (await tx.run(HAS_ADMIN, [agency.code])).length > 0 ? 'there-is-one' : 'taken';
      await mkdir(this.config.dataDir, { recursive: true, mode: PRIVATE_FOLDER });
      await writeFile(file, firstSteps(username, password), { mode: 0o600 });
      return { file };
    });
  }
}

function firstSteps(username: string, password: string): string {
  return `username: ${username}\npassword: ${password}\n\nChoose another by POST /v1/auth/password, and delete this file.\n`;
}

function demoUsers(agency: Agency) {
  return agency.demoUsers.map((user) => ({ agency, user }));
}
