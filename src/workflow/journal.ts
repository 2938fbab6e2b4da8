import { hash } from 'node:crypto';
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

/**
 * JSON with its keys in order: PostgreSQL's jsonb keeps none, and a hash must come out the same after a round trip. Numbers among the
 * keys come first and by size, as in every object of JavaScript. Written by hand, as each command waits for it several times.
 */
export function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  let text = '';
  for (const key of inOrder(value)) {
    const inner = (value as Readonly<Record<string, unknown>>)[key];
    if (inner !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonical(inner)}`;
  }
  return `{${text}}`;
}

const INDEX = /^(?:0|[1-9]\d{0,9})$/;

function inOrder(value: object): string[] {
  const keys = Object.keys(value);
  // Those come first of themselves.
  if (keys.length > 0 && INDEX.test(keys[0]!)) {
    const others = keys.findIndex((key) => !INDEX.test(key) || Number(key) >= 2 ** 32 - 1);
    return others < 0 ? keys : [...keys.slice(0, others), ...keys.slice(others).sort()];
  }
  return keys.sort();
}
