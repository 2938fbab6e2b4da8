import * as argon2 from '@node-rs/argon2';
import { scrypt as scryptCallback, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';

const scrypt = promisify<string, Buffer, number, ScryptOptions, Buffer>(scryptCallback);

/** How much work a guess costs: argon2id's memory in KiB and rounds, on one lane. */
export interface PasswordCost {
  readonly memoryCost: number;
  readonly timeCost: number;
}

/** OWASP's parameters for argon2id. */
export const STRONG: PasswordCost = { memoryCost: 19_456, timeCost: 2 };

/** For a password that stands in the README: there is nothing to guess, and signing in should cost nothing. */
export const DEMO: PasswordCost = { memoryCost: 1024, timeCost: 2 };

/** A salted argon2id hash that says by itself how it was made (PHC string). */
export function hashPassword(password: string, cost: PasswordCost = STRONG): Promise<string> {
  return argon2.hash(password, { parallelism: 1, ...cost });
}

/** Whether a password made that hash; as slow for a wrong one as for the right one. */
export function passwordMatches(password: string, stored: string): Promise<boolean> {
  return stored.startsWith('scrypt$') ? scryptMatches(password, stored) : argon2.verify(stored, password);
}

/** Whether a hash costs less to guess than it would today. */
export function isDated(stored: string, cost: PasswordCost): boolean {
  return !stored.startsWith(`$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=1$`);
}

/** `scrypt$n,p$salt$hash`, as it was before argon2id: such a hash is replaced when its owner signs in. */
async function scryptMatches(password: string, stored: string): Promise<boolean> {
  const [, cost = '', salt = '', hash = ''] = stored.split('$');
  const [N = 0, p = 0] = cost.split(',').map(Number);
  const expected = Buffer.from(hash, 'base64url');
  const actual = await scrypt(password, Buffer.from(salt, 'base64url'), 32, { N, r: 8, p, maxmem: 64 * 1024 * 1024 });
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
