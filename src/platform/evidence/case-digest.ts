import { createHmac } from 'node:crypto';
import type { RowChange } from './ledger-entry.js';

/** The digest of all rows of evidence of one case, as it is kept, with a proof that only the holder of the key can make. */
export interface CaseHead {
  readonly application: string;
  readonly digest: string;
  readonly proof: string;
}

/** A row of evidence as it lies in the database. */
export interface HashedRow {
  readonly tbl: string;
  readonly key: string;
  readonly hash: string;
}

const BYTES = 32;
const NO_ROWS = Buffer.alloc(BYTES);

/**
 * The digest of a set of rows: the keyed hashes of the rows combined by XOR, so that one change costs two hashes however many rows a
 * case has. The keyed hashes are kept nowhere, and the digest counts only under its proof.
 */
export function digestOf(key: Buffer, rows: Iterable<HashedRow>): string {
  let digest: Buffer = NO_ROWS;
  for (const row of rows) digest = combined(digest, rowDigest(key, row));
  return digest.toString('base64');
}

/** What each case gains and loses by these changes. */
export function caseChanges(key: Buffer, changes: readonly RowChange[]): Map<string, Buffer> {
  const deltas = new Map<string, Buffer>();
  const add = (application: string | null | undefined, change: RowChange, hash: string | null) => {
    if (!application || hash === null) return;
    const row = rowDigest(key, { tbl: change.table, key: change.key, hash });
    deltas.set(application, combined(deltas.get(application) ?? NO_ROWS, row));
  };
  for (const change of changes) {
    add(change.caseBefore, change, change.before);
    add(change.caseAfter, change, change.after);
  }
  return deltas;
}

/** The head of a case after a change; `null` for the digest of a case that has just been opened. */
export function headAfter(key: Buffer, agency: string, application: string, digest: string | null, delta: Buffer): CaseHead {
  const next = combined(digest === null ? NO_ROWS : Buffer.from(digest, 'base64'), delta).toString('base64');
  return headOf(key, agency, application, next);
}

export function headOf(key: Buffer, agency: string, application: string, digest: string): CaseHead {
  return { application, digest, proof: mac(key, 'case', agency, application, digest).toString('base64') };
}

/** Whether the service has written the head. */
export function holds(key: Buffer, agency: string, { application, digest, proof }: CaseHead): boolean {
  return proof === headOf(key, agency, application, digest).proof;
}

function rowDigest(key: Buffer, { tbl, key: row, hash }: HashedRow): Buffer {
  return mac(key, 'row of case', tbl, row, hash);
}

function combined(one: Buffer, other: Buffer): Buffer {
  const sum = Buffer.alloc(BYTES);
  for (let at = 0; at < BYTES; at++) sum[at] = one[at]! ^ other[at]!;
  return sum;
}

function mac(key: Buffer, ...parts: readonly string[]): Buffer {
  return createHmac('sha256', key).update(parts.join('\n')).digest();
}
