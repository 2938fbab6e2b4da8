import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

/** That many bytes of chance; 256 at most. */
export type RandomBytes = (bytes: number) => Uint8Array;

let chance: RandomBytes = randomBytes;
let lastMs = NaN;
let seq = 0;

/**
 * A UUIDv7: ids sort by the time they were made, so that lists and indexes follow time without a column of their own. Those that
 * one process makes within a millisecond sort by the order in which they were made (RFC 9562, 6.2, method 1).
 */
export function newId(now: Date): string {
  const msecs = now.getTime();
  const random = chance(16);
  // Begins in the lower half, so that counting up has two thousand million ids before it would overflow.
  seq = msecs === lastMs ? seq + 1 : ((random[0]! << 24) | (random[1]! << 16) | (random[2]! << 8) | random[3]!) >>> 1;
  lastMs = msecs;
  return v7({ msecs, seq, random });
}

/** Crockford's alphabet: no letter that is read as a digit. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A code of so many signs that people can copy from paper and nobody can guess: five random bits each. */
export function newCode(signs: number): string {
  return Array.from(chance(signs), (byte) => ALPHABET[byte & 31]).join('');
}

/** Ids and codes of this process come from there from now on, for data that is to come out the same again; without a source, from chance as before. */
export function takeChanceFrom(source: RandomBytes = randomBytes): void {
  chance = source;
  lastMs = NaN;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

export function isId(text: string): boolean {
  return UUID.test(text);
}

/** The lowest id that could have been made at a moment: those made from then on are not below it. */
export function lowestId(at: Date): string {
  const ms = Math.max(0, at.getTime()).toString(16).padStart(12, '0');
  return `${ms.slice(0, 8)}-${ms.slice(8)}-0000-0000-000000000000`;
}
