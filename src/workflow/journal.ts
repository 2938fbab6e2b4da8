import { hash } from 'node:crypto';
import { canonical } from '../kernel/canonical.js';
import type { CaseEvent } from '../sop/case-events.js';

/** The hash before the first event of a case. */
export const GENESIS = '0'.repeat(64);

/** Hash of an event, over itself, its place and the hash of the event before it. */
export function eventHash(application: string, seq: number, event: CaseEvent, previous: string): string {
  return entryHash(application, seq, canonical(event), previous);
}

/** The same where the event is written already, as `canonical` writes it. */
export function entryHash(application: string, seq: number, written: string, previous: string): string {
  return hash('sha256', `${previous}\n${application}\n${seq}\n${written}`);
}
