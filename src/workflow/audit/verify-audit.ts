import type { ClientBase } from 'pg';
import { verifyEvidence } from '../../platform/evidence/verify-evidence.js';
import type { Broken } from './broken.js';
import { verifyJournals } from './verify-journals.js';
import { verifyAuditLog, verifyDigests } from './verify-logs.js';
import { verifyStates } from './verify-states.js';

/** What was looked at, and what was found. */
export interface VerifiedAudit {
  readonly events: number;
  readonly entries: number;
  readonly digests: number;
  /** Rows of evidence, and the entries of the ledger that vouch for them; nothing without keys. */
  readonly rows: number;
  readonly ledger: number;
  /** Rows from before the ledger. */
  readonly fromBefore: number;
  /** Cases whose journals were folded, and revisions of forms from before their hash stood in an event. */
  readonly cases: number;
  readonly beforeHashes: number;
  /** Everything that does not hold. */
  readonly findings: readonly Broken[];
  /** The first of them. */
  readonly broken?: Broken;
}

/** What to look at. */
export interface VerifyScope {
  /** Keys of the ledgers by agency; without them only the chains are looked at. */
  readonly keys?: ReadonlyMap<string, Buffer>;
  /** One agency instead of all. */
  readonly agency?: string;
}

/** Merging along the indexes keeps memory flat, where the planner would rather sort or hash a million rows. */
const AS_ONE_PICTURE = `
  begin isolation level repeatable read read only;
  set local statement_timeout = 0;
  set local enable_hashjoin = off;
  set local enable_sort = off;
  set local cursor_tuple_fraction = 0.01`;

/** Every journal, the audit log, the seals of all days and every row of evidence, of one moment. */
export async function verifyAudit(client: ClientBase, scope: VerifyScope = {}): Promise<VerifiedAudit> {
  await client.query(AS_ONE_PICTURE);
  try {
    return await verifyWithin(client, scope);
  } finally {
    await client.query('rollback');
  }
}

/** The same in the caller's transaction. */
export async function verifyWithin(client: ClientBase, { keys, agency }: VerifyScope): Promise<VerifiedAudit> {
  const journals = await verifyJournals(client, agency);
  const log = await verifyAuditLog(client, agency);
  const digests = await verifyDigests(client, agency);
  const evidence = keys ? await verifyEvidence(client, keys, agency) : { rows: 0, entries: 0, fromBefore: 0, findings: [] };
  const states = keys ? await verifyStates(client, agency) : { cases: 0, beforeHashes: 0, findings: [] };
  const chains = [journals.broken, log.broken, digests.broken].filter((broken) => broken !== undefined);
  const findings: Broken[] = [...chains, ...states.findings, ...evidence.findings];
  const counts = { events: journals.events, entries: log.entries, digests: digests.digests };
  const { rows, entries: ledger, fromBefore } = evidence;
  const { cases, beforeHashes } = states;
  return { ...counts, cases, beforeHashes, rows, ledger, fromBefore, findings, ...(findings[0] && { broken: findings[0] }) };
}
