import { createHash, randomBytes } from 'node:crypto';
import type { Database } from '../database/database.js';
import { statement } from '../database/tx.js';

const KEEP = statement('secret.keep', `insert into service_secrets (name, value) values ($1, $2) on conflict (name) do nothing`);
const READ = statement('secret.read', `select value from service_secrets where name = $1`);
const NAME = 'token-key';

/** The key that signs access tokens: as configured, or made once and kept in the database for all nodes. */
export async function tokenKey(database: Database, configured: string | undefined): Promise<Uint8Array> {
  if (configured) return createHash('sha256').update(configured).digest();
  await database.transaction((tx) => tx.run(KEEP, [NAME, randomBytes(32).toString('base64url')]));
  const [row] = await database.read<{ value: string }>(READ, [NAME]);
  return Buffer.from(row!.value, 'base64url');
}
