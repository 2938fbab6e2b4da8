import { randomUUID } from 'node:crypto';
import type { ClientBase } from 'pg';
import type { Config } from '../config/config.js';
import { aboutAgencyKey, aboutDataKey, unwrapAgencyKey, type AgencyKeyRow } from './agency-keys.js';
import { decrypt, encrypt, newKey } from './cipher.js';
import { LOCK_AGENCY_KEYS } from './key-statements.js';
import { isWrappedSecret, masterOf, unwrapSecret, wrapSecret } from './wrapped-secret.js';
import { masterKey, ownKeyFile, readMasterKeys, wrap, writeKeyFile, type MasterKey } from './master-keys.js';

const BATCH = 500;
const NIL = '00000000-0000-0000-0000-000000000000';

/** What to turn beyond wrapping everything with the present master key. */
export interface Rotation {
  /** Puts a new master key before those in the key file. */
  readonly newMaster?: boolean;
  /** Gives every agency a new key, and wraps the keys of all cases with it. */
  readonly agencyKeys?: boolean;
}

export interface Rotated {
  readonly master: string;
  readonly agencyKeys: number;
  /** Secrets of the service itself, such as the key of access tokens. */
  readonly secrets: number;
  readonly dataKeys: number;
}

/** Turns keys while the service runs; what was begun and broken off is finished by doing it again. */
export async function rotateKeys(
  client: ClientBase,
  config: Pick<Config, 'dataKey' | 'dataKeyFile' | 'dataDir'>,
  { newMaster = false, agencyKeys = false }: Rotation,
  now: Date,
): Promise<Rotated> {
  const masters = newMaster ? withNewMaster(config) : readMasterKeys(config);
  const [present] = masters;
  if (!present) throw new Error('There is no master key: DATA_KEY, DATA_KEY_FILE or DATA_DIR/data.key.');
  const wrapped = await inTransaction(client, () => wrapAnew(client, masters, present));
  const secrets = await inTransaction(client, () => wrapSecretsAnew(client, masters, present));
  const dataKeys = agencyKeys ? await turnAgencyKeys(client, masters, present, now) : 0;
  return { master: present.id, agencyKeys: wrapped, secrets, dataKeys };
}

/** The file holds the earlier ones too: copies of the database from before need them. */
function withNewMaster(config: Pick<Config, 'dataKey' | 'dataKeyFile' | 'dataDir'>): readonly MasterKey[] {
  if (config.dataKey) throw new Error('The master key is in DATA_KEY: put a new one before it there, and run this again without --new.');
  const masters = [masterKey(newKey()), ...readMasterKeys(config)];
  writeKeyFile(
    config.dataKeyFile ?? ownKeyFile(config),
    masters.map(({ key }) => key),
  );
  return masters;
}

async function wrapAnew(client: ClientBase, masters: readonly MasterKey[], present: MasterKey): Promise<number> {
  await client.query(LOCK_AGENCY_KEYS.text);
  const { rows } = await client.query<AgencyKeyRow>('select agency, id, purpose, wrapped, master from agency_keys where master <> $1', [
    present.id,
  ]);
  for (const row of rows) {
    const again = wrap(present, unwrapAgencyKey(masters, row), aboutAgencyKey(row));
    await client.query('update agency_keys set wrapped = $3, master = $4 where agency = $1 and id = $2', [
      row.agency,
      row.id,
      again,
      present.id,
    ]);
  }
  return rows.length;
}

/** What lies in the clear since before secrets were encrypted is for the service to encrypt, when it starts. */
async function wrapSecretsAnew(client: ClientBase, masters: readonly MasterKey[], present: MasterKey): Promise<number> {
  const { rows } = await client.query<{ name: string; value: string }>('select name, value from service_secrets for update');
  const older = rows.filter(({ value }) => isWrappedSecret(value) && masterOf(value) !== present.id);
  for (const { name, value } of older) {
    const again = wrapSecret(present, name, unwrapSecret(masters, name, value));
    await client.query('update service_secrets set value = $2 where name = $1', [name, again]);
  }
  return older.length;
}

async function turnAgencyKeys(client: ClientBase, masters: readonly MasterKey[], present: MasterKey, now: Date): Promise<number> {
  const { rows } = await client.query<AgencyKeyRow>(
    `select agency, id, purpose, wrapped, master from agency_keys where purpose = 'wrap' order by agency, made_at`,
  );
  const known = new Map(rows.map((row) => [row.id, unwrapAgencyKey(masters, row)]));
  let turned = 0;
  for (const agency of new Set(rows.map((row) => row.agency))) {
    const next = { agency, id: randomUUID(), purpose: 'wrap' as const };
    const key = newKey();
    await client.query('insert into agency_keys (agency, id, purpose, wrapped, master, made_at) values ($1, $2, $3, $4, $5, $6)', [
      agency,
      next.id,
      next.purpose,
      wrap(present, key, aboutAgencyKey(next)),
      present.id,
      now,
    ]);
    known.set(next.id, key);
    turned += await turnDataKeys(client, agency, known, next.id);
  }
  return turned;
}

interface DataKeyRow {
  readonly owner: string;
  readonly wrapped: Buffer;
  readonly wrapped_with: string;
}

async function turnDataKeys(client: ClientBase, agency: string, known: ReadonlyMap<string, Buffer>, to: string): Promise<number> {
  let [after, turned] = [NIL, 0];
  for (let taken = BATCH; taken === BATCH;) {
    taken = await inTransaction(client, async () => {
      // The owner of what belongs to no case is the first of all.
      const { rows } = await client.query<DataKeyRow>(
        `select owner, wrapped, wrapped_with from data_keys
          where agency = $1 and owner >= $2 and wrapped is not null and wrapped_with <> $3 order by owner limit $4 for update`,
        [agency, after, to, BATCH],
      );
      for (const { owner, wrapped, wrapped_with: from } of rows) {
        const about = aboutDataKey(agency, owner);
        const again = encrypt(known.get(to)!, decrypt(known.get(from)!, wrapped, about), about);
        await client.query('update data_keys set wrapped = $3, wrapped_with = $4 where agency = $1 and owner = $2', [
          agency,
          owner,
          again,
          to,
        ]);
      }
      after = rows.at(-1)?.owner ?? after;
      return rows.length;
    });
    turned += taken;
  }
  return turned;
}

async function inTransaction<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    const done = await work();
    await client.query('commit');
    return done;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}
