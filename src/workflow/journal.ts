import { createHash } from 'node:crypto';
import type { CaseEvent } from '../sop/case-events.js';

/** The hash before the first event of a case. */
export const GENESIS = '0'.repeat(64);

/** Hash of an event, over itself, its place and the hash of the event before it. */
export function eventHash(application: string, seq: number, event: CaseEvent, previous: string): string {
  return createHash('sha256')
    .update(`${previous}\n${application}\n${seq}\n${canonical(event)}`)
    .digest('hex');
}

/** JSON with its keys in order: PostgreSQL's jsonb keeps none, and a hash must come out the same after a round trip. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
