import { createHmac, hkdfSync } from 'node:crypto';

/** SQLSTATE of the notice by which a trigger reports a change of a row of evidence. */
export const EVIDENCE_NOTICE = 'TBEVD';

/** A change of one row as the trigger reports it; hashes are unkeyed, and are never kept. */
export interface RowChange {
  readonly table: string;
  readonly agency: string;
  readonly key: string;
  readonly before: string | null;
  readonly after: string | null;
  /** `column=hash` of each column with a value. */
  readonly tags: string | null;
  /** The case that the row belonged to before, and belongs to after. */
  readonly caseBefore?: string | null;
  readonly caseAfter?: string | null;
}

/** `written` by a command, `adopted` from before the ledger, `loaded` in bulk; `broken`: written after a head that did not hold. */
export type EntryKind = 'written' | 'adopted' | 'loaded' | 'broken';

/** A change as the ledger keeps it: by keyed hashes, so that nobody tries values against it. */
export interface LedgerEntry {
  readonly agency: string;
  readonly chain: number;
  readonly seq: string;
  readonly kind: EntryKind;
  readonly tbl: string;
  readonly key: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly tags: string | null;
}

/** The mac before the first entry of a chain. */
export const CHAIN_START = '';

export function readNotice(message: string): RowChange {
  const [table, agency, key, before, after, tags, caseBefore, caseAfter] = JSON.parse(message) as [
    string,
    string,
    string,
    ...(string | null)[],
  ];
  return { table, agency, key, before: before ?? null, after: after ?? null, tags: tags ?? null, caseBefore, caseAfter };
}

/** The key of an agency's ledger, from its index key, which stays for good and is wrapped by the master key. */
export function ledgerKey(indexKey: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', indexKey, '', 'terbit evidence ledger', 32));
}

/** What the ledger keeps of a row's hash. */
export function rowMark(key: Buffer, { table, key: row }: Pick<RowChange, 'table' | 'key'>, hash: string | null): string | null {
  return hash === null ? null : mac(key, 'row', table, row, hash);
}

/** What the ledger keeps of the hashes of columns: enough to name the one that was changed. */
export function columnTags(key: Buffer, tags: string | null): string | null {
  if (tags === null) return null;
  return tags
    .split(',')
    .map((tag) => {
      const [name, hash] = tag.split('=') as [string, string];
      return `${name}=${mac(key, 'column', name, hash).slice(0, 6)}`;
    })
    .join(',');
}

export function entryMac(key: Buffer, previous: string, entry: LedgerEntry): string {
  const { agency, chain, seq, kind, tbl, key: row, before, after, tags } = entry;
  return mac(key, 'entry', previous, agency, String(chain), seq, kind, tbl, row, before ?? '-', after ?? '-', tags ?? '-');
}

/** Without the key nobody sets a head back to an earlier entry. */
export function headProof(key: Buffer, agency: string, chain: number, seq: string, last: string): string {
  return mac(key, 'head', agency, String(chain), seq, last);
}

export function stateMac(key: Buffer, agency: string, state: string): string {
  return mac(key, 'state', agency, state);
}

function mac(key: Buffer, ...parts: readonly string[]): string {
  return createHmac('sha256', key).update(parts.join('\n')).digest('base64');
}
