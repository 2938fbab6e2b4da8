import { createHash, randomBytes } from 'node:crypto';
import type { Database } from '../database/database.js';
import { keptSecret } from '../database/kept-secret.js';

/** The key that signs access tokens: as configured, or made once and kept in the database for all nodes. */
export async function tokenKey(database: Database, configured: string | undefined): Promise<Uint8Array> {
  if (configured) return createHash('sha256').update(configured).digest();
  return Buffer.from(await keptSecret(database, 'token-key', () => randomBytes(32).toString('base64url')), 'base64url');
}
