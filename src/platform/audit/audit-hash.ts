import { createHash } from 'node:crypto';

/** The hash before the first entry. */
export const FIRST = '0'.repeat(64);

/** Hash of an entry of the audit log, as the statement that appends it makes it. */
export function entryHash(agency: string, seq: string, body: string, previous: string): string {
  return createHash('sha256').update(`${previous}\n${agency}\n${seq}\n${body}`).digest('hex');
}
