import { Injectable } from '@nestjs/common';
import { Vault } from '../crypto/vault.js';
import { Database } from '../database/database.js';
import { statement, type Tx } from '../database/tx.js';
import { EVIDENCE_TABLES, evidenceOf, keyOf, type EvidenceTable } from './evidence-tables.js';
import { CHAIN_START, entryMac, rowMark, type LedgerEntry } from './ledger-entry.js';

/** Tables that have the case of a row in a column of its own. */
const BY_CASE = [
  'tasks',
  'application_forms',
  'documents',
  'document_checks',
  'receipts',
  'dispositions',
  'recommendations',
  'oss_records',
  'letters',
  'papers',
  'book_entries',
];
const OF_LETTERS = 'select id from letters where agency = $1 and application_id = $2::uuid';
const WHERE: Readonly<Record<string, string>> = {
  ...Object.fromEntries(BY_CASE.map((table) => [table, 'r.application_id = $2::uuid'])),
  applications: 'r.id = $2::uuid',
  letter_drafts: `r.letter_id in (${OF_LETTERS})`,
  letter_marks: `r.letter_id in (${OF_LETTERS})`,
  paper_signatures: 'r.paper_id in (select id from papers where agency = $1 and application_id = $2::uuid)',
};

const AS_WRITTEN = statement('evidence.as-written', `set local timezone = 'UTC'`);
const AS_BEFORE = statement('evidence.as-before', 'set local timezone to default');
const ROWS = statement(
  'evidence.of-case',
  `select row.tbl, row.key, row.hash, entry.chain, entry.seq::text, entry.kind, entry.before, entry.after, entry.tags, entry.mac, previous.mac as previous
     from (${EVIDENCE_TABLES.filter(({ table }) => WHERE[table])
       .map(rowsOf)
       .join(' union all ')}) row
     left join lateral (
       select * from evidence_ledger l where l.agency = $1 and l.tbl = row.tbl and l.key = row.key
        order by (l.kind <> 'adopted') desc, l.id desc limit 1
     ) entry on true
     left join evidence_ledger previous on previous.agency = $1 and previous.chain = entry.chain and previous.seq = entry.seq - 1`,
);

function rowsOf(table: EvidenceTable): string {
  const key = keyOf('r', table.key);
  return `select '${table.table}'::text collate "C" as tbl, (${key})::text collate "C" as key, ${evidenceOf('r', table)} as hash
            from ${table.table} r where r.agency = $1 and ${WHERE[table.table]}`;
}

type CheckedRow = Omit<LedgerEntry, 'agency' | 'chain'> & {
  readonly hash: string;
  /** Null where the row has no entry. */
  readonly chain: number | null;
  readonly mac: string;
  readonly previous: string | null;
} & Record<string, unknown>;

/** Whether the rows of one case are as the service has written them. */
@Injectable()
export class CaseEvidence {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  /** The rows that the ledger does not vouch for, as `table key`; none is what should be. */
  async faults(agency: string, application: string, tx?: Tx): Promise<string[]> {
    const rows = await (tx ? this.rows(tx, agency, application) : this.database.transaction((own) => this.rows(own, agency, application)));
    const key = this.vault.ledgerKey(agency);
    return rows.filter((row) => !vouched(key, agency, row)).map(({ tbl, key: name }) => `${tbl} ${name}`);
  }

  private async rows(tx: Tx, agency: string, application: string): Promise<CheckedRow[]> {
    await tx.run(AS_WRITTEN, []);
    const rows = await tx.run<CheckedRow>(ROWS, [agency, application]);
    await tx.run(AS_BEFORE, []);
    return rows;
  }
}

function vouched(key: Buffer, agency: string, row: CheckedRow): boolean {
  const { chain, hash, mac, previous, ...entry } = row;
  if (chain === null || entry.after !== rowMark(key, { table: entry.tbl, key: entry.key }, hash) || entry.kind === 'broken') return false;
  return mac === entryMac(key, previous ?? CHAIN_START, { ...entry, agency, chain });
}
