import { Inject, Injectable, Logger } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/ids.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { isLoopback } from '../../platform/config/loopback.js';
import { ownSecret, readOwnSecret, removeOwnSecret } from '../../platform/config/own-secret.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/tx.js';
import type { Agency } from '../../sop/sop-definition.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import { BuiltInIssuer } from './built-in-issuer.js';
import { DEMO, hashPassword, STRONG } from './password.js';
import { PRIVATE_FOLDER } from '../../platform/config/private-folder.js';

/** The password of every demo user where nobody but this machine can sign in. */
const DEMO_PASSWORD = 'terbit';
/** Where the random one is kept in DATA_DIR that they have everywhere else. */
const DEMO_PASSWORD_FILE = 'demo-password.txt';
const ADMIN = 'admin';

const SEED = statement(
  'user.seed',
  `insert into users (agency, id, username, name, password_hash, roles, demo) values ($1, $2, $3, $4, $5, $6, true)
   on conflict (username) do update
     set name = excluded.name, roles = excluded.roles, password_hash = case when $7 then excluded.password_hash else users.password_hash end
   where users.demo and users.agency = excluded.agency`,
);
const END_DEMO_SESSIONS = statement(
  'session.end-demo',
  `update sessions s set ended_at = $1, ended_why = 'disabled' from users u
    where u.agency = s.agency and u.id = s.user_id and u.demo and s.ended_at is null`,
);
const DISABLE_DEMO = statement('user.disable-demo', `delete from users where demo`);
const ADD_ADMIN = statement(
  'user.first-admin',
  `insert into users (agency, id, username, name, password_hash, roles, demo, must_change, created_at)
   select $1, $2, $3, $4, $5, $6, false, true, $7
    where not exists (select 1 from users where agency = $1 and disabled_at is null and roles @> '[{"role": "admin"}]')
   on conflict (username) do nothing returning id`,
);

/** The users that nobody else could make: those of the demonstration, or the first administrator of an agency. */
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
    // The random one is guarded as any other; there is nothing to guess about the other.
    const passwordHash = await hashPassword(password, password === DEMO_PASSWORD ? DEMO : STRONG);
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

  /** With a password that is good for choosing another, in a file that only the operator reads. */
  private async firstAdmin(agency: Agency): Promise<void> {
    if (!agency.roles.some(({ code }) => code === ADMIN)) return;
    const username = `${ADMIN}.${agency.code}`.slice(0, 64);
    const password = randomBytes(18).toString('base64url');
    const file = join(this.config.dataDir, `first-admin-${agency.code}.txt`);
    const hash = await hashPassword(password);
    const [added] = await this.database.transaction(async (tx) => {
      const row = [agency.code, newId(this.clock.now()), username, 'Admin', hash, JSON.stringify([{ role: ADMIN }]), this.clock.now()];
      const added = await tx.run(ADD_ADMIN, row);
      if (added.length === 0) return added;
      await mkdir(this.config.dataDir, { recursive: true, mode: PRIVATE_FOLDER });
      await writeFile(
        file,
        `username: ${username}\npassword: ${password}\n\nChoose another by POST /v1/auth/password, and delete this file.\n`,
        {
          mode: 0o600,
        },
      );
      return added;
    });
    if (added) this.logger.warn(`${agency.code} has no administrator: how the first one signs in stands in ${file}`);
  }
}

function demoUsers(agency: Agency) {
  return agency.demoUsers.map((user) => ({ agency, user }));
}
