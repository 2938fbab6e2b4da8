import * as argon2 from '@node-rs/argon2';
import { scrypt as scryptCallback, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';

const scrypt = promisify<string, Buffer, number, ScryptOptions, Buffer>(scryptCallback);

/** OWASP's parameters for argon2id. Those of the demonstration are no others: how long an answer takes says nothing of an account. */
const STRONG = { memoryCost: 19_456, timeCost: 2 };

/** A salted argon2id hash that says by itself how it was made (PHC string). */
export function hashPassword(password: string): Promise<string> {
  return argon2.hash(password, { parallelism: 1, ...STRONG });
}

/** Whether a password made that hash; as slow for a wrong one as for the right one. */
export function passwordMatches(password: string, stored: string): Promise<boolean> {
  return stored.startsWith('scrypt$') ? scryptMatches(password, stored) : argon2.verify(stored, password);
}

/** Whether a hash costs less to guess than it would today. */
export function isDated(stored: string): boolean {
  return !stored.startsWith(`$argon2id$v=19$m=${STRONG.memoryCost},t=${STRONG.timeCost},p=1$`);
}

/** `scrypt$n,p$salt$hash`, as it was before argon2id: such a hash is replaced when its owner signs in. */
async function scryptMatches(password: string, stored: string): Promise<boolean> {
  const [, cost = '', salt = '', hash = ''] = stored.split('$');
  const [N = 0, p = 0] = cost.split(',').map(Number);
  const expected = Buffer.from(hash, 'base64url');
  const actual = await scrypt(password, Buffer.from(salt, 'base64url'), 32, { N, r: 8, p, maxmem: 64 * 1024 * 1024 });
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
