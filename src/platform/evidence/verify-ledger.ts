import type { ClientBase } from 'pg';
import { CHAIN_START, entryMac, headProof, type LedgerEntry } from './ledger-entry.js';

/** A place of the ledger that does not hold. */
export interface LedgerFinding {
  readonly where: string;
  readonly what: string;
}

const BATCH = 2000;

type EntryRow = Omit<LedgerEntry, 'agency'> & { readonly mac: string };

/** Goes through the chains of an agency's ledger; answers how many entries there are, and what does not hold. */
export async function verifyLedger(
  client: Pick<ClientBase, 'query'>,
  key: Buffer,
  agency: string,
): Promise<{ readonly entries: number; readonly findings: LedgerFinding[] }> {
  const findings: LedgerFinding[] = [];
  const ends = new Map<number, { seq: string; mac: string }>();
  let entries = 0;
  await client.query(`declare evidence_entries no scroll cursor for
    select chain, seq::text, kind, tbl, key, before, after, tags, mac from evidence_ledger l
     where agency = '${agency.replaceAll("'", "''")}' order by l.agency, l.chain, l.seq`);
  for (;;) {
    const { rows } = await client.query<EntryRow>(`fetch ${BATCH} from evidence_entries`);
    for (const row of rows) {
      const what = whatOf(key, agency, row, ends.get(row.chain));
      if (what && findings.length < 100) findings.push({ where: `ledger, chain ${row.chain}, entry ${row.seq}`, what });
      ends.set(row.chain, { seq: row.seq, mac: row.mac });
    }
    entries += rows.length;
    if (rows.length < BATCH) break;
  }
  await client.query('close evidence_entries');
  return { entries, findings: [...findings, ...(await verifyHeads(client, key, agency, ends))] };
}

function whatOf(key: Buffer, agency: string, row: EntryRow, last: { seq: string; mac: string } | undefined): string | undefined {
  const expected = BigInt(last?.seq ?? 0) + 1n;
  if (BigInt(row.seq) !== expected) return `entry ${expected} is missing`;
  if (row.mac !== entryMac(key, last?.mac ?? CHAIN_START, { ...row, agency })) return 'was not written by the service';
  return row.kind === 'broken' ? 'was written after somebody had changed the head of the chain' : undefined;
}

async function verifyHeads(
  client: Pick<ClientBase, 'query'>,
  key: Buffer,
  agency: string,
  ends: ReadonlyMap<number, { seq: string; mac: string }>,
): Promise<LedgerFinding[]> {
  const { rows } = await client.query<{ chain: number; seq: string; mac: string; proof: string }>({
    text: 'select chain, seq::text, mac, proof from evidence_heads where agency = $1 order by chain',
    values: [agency],
  });
  const heads = new Map(rows.map((row) => [row.chain, row]));
  return [...new Set([...heads.keys(), ...ends.keys()])].flatMap((chain) => {
    const [head, end] = [heads.get(chain), ends.get(chain)];
    const where = `ledger, chain ${chain}`;
    if (!head) return [{ where, what: 'its head is gone' }];
    if (head.seq === '0' && !end) return [];
    if (head.proof !== headProof(key, agency, chain, head.seq, head.mac))
      return [{ where, what: 'its head was not written by the service' }];
    if (head.seq !== end?.seq || head.mac !== end.mac)
      return [{ where, what: `has come to entry ${head.seq}, and ends with ${end?.seq ?? 'none'}` }];
    return [];
  });
}
