import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

let lastMs = NaN;
let seq = 0;

/**
 * A UUIDv7: ids sort by the time they were made, so that lists and indexes follow time without a column of their own. Those that
 * one process makes within a millisecond sort by the order in which they were made (RFC 9562, 6.2, method 1).
 */
export function newId(now: Date): string {
  const msecs = now.getTime();
  // Begins in the lower half, so that counting up has two thousand million ids before it would overflow.
  seq = msecs === lastMs ? seq + 1 : randomBytes(4).readUInt32BE() >>> 1;
  lastMs = msecs;
  return v7({ msecs, seq });
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
