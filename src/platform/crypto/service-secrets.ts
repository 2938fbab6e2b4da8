import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { statement } from '../database/tx.js';
import { readMasterKeys } from './master-keys.js';
import { isWrappedSecret, unwrapSecret, wrapSecret } from './wrapped-secret.js';

const KEEP = statement('secret.keep', `insert into service_secrets (name, value) values ($1, $2) on conflict (name) do nothing`);
const READ = statement('secret.read', `select value from service_secrets where name = $1`);
const ALL = statement('secret.all', `select name, value from service_secrets for update`);
const WRAP = statement('secret.wrap', `update service_secrets set value = $2 where name = $1`);
const DROP = statement('secret.drop', `delete from service_secrets where name = $1`);

/** Every dump from before holds it as it was: it is made anew. Whoever has signed in gets the next access token by the refresh token. */
const MADE_ANEW = ['token-key'];

/**
 * Secrets that are made once and kept in the database, the same for all nodes whoever made it first; each encrypted with a key that is
 * derived from the master key, so that the database alone opens nothing.
 */
@Injectable()
export class ServiceSecrets {
  constructor(
    private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Once at start, when there is a master key: encrypts what was kept in the clear before, and refuses what no given key opens. */
  async open(): Promise<void> {
    const masters = readMasterKeys(this.config);
    await this.database.transaction(async (tx) => {
      for (const { name, value } of await tx.run<{ name: string; value: string }>(ALL, [])) {
        if (isWrappedSecret(value)) unwrapSecret(masters, name, value);
        else if (MADE_ANEW.includes(name)) await tx.run(DROP, [name]);
        else await tx.run(WRAP, [name, wrapSecret(masters[0]!, name, value)]);
      }
    });
  }

  /** The secret of that name, made now if there is none yet. */
  async kept(name: string, make: () => Promise<string> | string): Promise<string> {
    const kept = await this.read(name);
    if (kept !== undefined) return kept;
    const made = await make();
    const [present] = readMasterKeys(this.config);
    if (!present) throw new Error(`there is no master key to encrypt ${name} with`);
    await this.database.transaction((tx) => tx.run(KEEP, [name, wrapSecret(present, name, made)]));
    return (await this.read(name))!;
  }

  private async read(name: string): Promise<string | undefined> {
    const [row] = await this.database.run<{ value: string }>(READ, [name]);
    return row && unwrapSecret(readMasterKeys(this.config), name, row.value);
  }
}
