import { randomBytes, scrypt as scryptCallback, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';

const scrypt = promisify<string, Buffer, number, ScryptOptions, Buffer>(scryptCallback);

/** How much work a guess costs: scrypt's N and p, with r = 8. */
export interface PasswordCost {
  readonly n: number;
  readonly p: number;
}

/** OWASP's parameters for scrypt. */
export const STRONG: PasswordCost = { n: 2 ** 15, p: 3 };

/** For a password that stands in the README: there is nothing to guess, and signing in should not take a third of a second. */
export const DEMO: PasswordCost = { n: 2 ** 12, p: 1 };

const LENGTH = 32;

/** A salted hash that says by itself how it was made: `scrypt$n,p$salt$hash`. */
export async function hashPassword(password: string, cost: PasswordCost = STRONG): Promise<string> {
  const salt = randomBytes(16);
  return ['scrypt', `${cost.n},${cost.p}`, salt.toString('base64url'), (await derive(password, salt, cost)).toString('base64url')].join(
    '$',
  );
}

/** Whether a password made that hash; as slow for a wrong one as for the right one. */
export async function passwordMatches(password: string, stored: string): Promise<boolean> {
  const [, cost = '', salt = '', hash = ''] = stored.split('$');
  const [n = 0, p = 0] = cost.split(',').map(Number);
  const expected = Buffer.from(hash, 'base64url');
  const actual = await derive(password, Buffer.from(salt, 'base64url'), { n, p });
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

function derive(password: string, salt: Buffer, { n, p }: PasswordCost): Promise<Buffer> {
  return scrypt(password, salt, LENGTH, { N: n, r: 8, p, maxmem: 64 * 1024 * 1024 });
}
