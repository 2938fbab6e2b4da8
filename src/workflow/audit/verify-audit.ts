import type { ClientBase } from 'pg';
import type { Broken } from './broken.js';
import { verifyJournals } from './verify-journals.js';
import { verifyAuditLog, verifySeals } from './verify-logs.js';

/** What was looked at, and what was found. */
export interface Verified {
  readonly events: number;
  readonly entries: number;
  readonly seals: number;
  readonly broken?: Broken;
}

/** Merging along the indexes keeps memory flat, where the planner would rather sort or hash a million rows. */
const AS_ONE_PICTURE = `
  begin isolation level repeatable read read only;
  set local statement_timeout = 0;
  set local enable_hashjoin = off;
  set local enable_sort = off;
  set local cursor_tuple_fraction = 0.01`;

/** Every journal, the audit log and the seals of all days, of one moment; stops at the first link that is broken. */
export async function verifyAudit(client: ClientBase): Promise<Verified> {
  await client.query(AS_ONE_PICTURE);
  try {
    const journals = await verifyJournals(client);
    const log = journals.broken ? { entries: 0 } : await verifyAuditLog(client);
    const broken = journals.broken ?? log.broken;
    const seals = broken ? { seals: 0, broken } : await verifySeals(client);
    return { events: journals.events, entries: log.entries, ...seals };
  } finally {
    await client.query('rollback');
  }
}
