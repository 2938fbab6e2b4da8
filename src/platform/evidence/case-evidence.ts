import { Injectable } from '@nestjs/common';
import { Vault } from '../crypto/vault.js';
import { Database } from '../database/database.js';
import { statement, type Tx } from '../database/tx.js';
import { digestOf, holds } from './case-digest.js';
import { readState } from './evidence-state.js';
import { CASES, ROWS_OF_CASES } from './evidence-tables.js';
import { CHAIN_START, entryMac, rowMark, type LedgerEntry } from './ledger-entry.js';

const AS_WRITTEN = statement('evidence.as-written', `set local timezone = 'UTC'`);
const AS_BEFORE = statement('evidence.as-before', 'set local timezone to default');
/** In one statement, so that both are of one moment: what is known of the evidence as a whole, and each row beside its last entry. */
const ROWS = statement(
  'evidence.of-case',
  `select known.*, checked.*
     from (
       select s.state, s.mac as state_mac, c.digest, c.proof
         from (values ($1::text)) as asked(agency)
         left join evidence_states s using (agency)
         left join ${CASES} c on c.agency = asked.agency and c.application_id = any($2::uuid[])
     ) known
     left join (
       select row.tbl, row.key, row.hash, entry.chain, entry.seq::text, entry.kind, entry.before, entry.after, entry.tags, entry.mac,
              previous.mac as previous
         from (${ROWS_OF_CASES}) row
         left join lateral (
           select * from evidence_ledger l where l.agency = $1 and l.tbl = row.tbl and l.key = row.key
            order by (l.kind <> 'adopted') desc, l.id desc limit 1
         ) entry on true
         left join evidence_ledger previous on previous.agency = $1 and previous.chain = entry.chain and previous.seq = entry.seq - 1
     ) checked on true`,
);

type CheckedRow = Omit<LedgerEntry, 'agency' | 'chain'> & {
  readonly hash: string;
  /** Null where the row has no entry. */
  readonly chain: number | null;
  readonly mac: string;
  readonly previous: string | null;
} & Record<string, unknown>;

type HeadRow = { readonly [name in 'state' | 'state_mac' | 'digest' | 'proof']: string | null };

/** Whether the rows of one case are as the service has written them. */
@Injectable()
export class CaseEvidence {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  /**
   * What of the case is not as the service has written it: rows that the ledger does not vouch for, as `table key`, and
   * `evidence_cases key` where a row is missing; none is what should be.
   */
  async faults(agency: string, application: string, tx?: Tx): Promise<string[]> {
    const found = await (tx ? this.rows(tx, agency, application) : this.database.transaction((own) => this.rows(own, agency, application)));
    const rows = found.filter(({ tbl }) => tbl !== null);
    const key = this.vault.ledgerKey(agency);
    const faults = rows.filter((row) => !vouched(key, agency, row)).map(({ tbl, key: name }) => `${tbl} ${name}`);
    return [...faults, ...headFaults(key, agency, application, found[0]!, rows)];
  }

  private async rows(tx: Tx, agency: string, application: string): Promise<(CheckedRow & HeadRow)[]> {
    await tx.run(AS_WRITTEN, []);
    const rows = await tx.run<CheckedRow & HeadRow>(ROWS, [agency, [application]]);
    await tx.run(AS_BEFORE, []);
    return rows;
  }
}

/** A row that was removed, or moved to another case or agency, is missing in the digest of the case. */
function headFaults(key: Buffer, agency: string, application: string, head: HeadRow, rows: readonly CheckedRow[]): string[] {
  const { state: text, state_mac: mac, digest, proof } = head;
  const state = text === null || mac === null ? undefined : readState(key, agency, { state: text, mac });
  if (!state) return [`evidence_states ${agency}`];
  // Not gone through yet: only the rows that are there can be compared.
  if (state.adopted[CASES] === undefined) return [];
  const kept = digest !== null && proof !== null && holds(key, agency, { application, digest, proof });
  return kept && digestOf(key, rows) === digest ? [] : [`${CASES} ${application}`];
}

function vouched(key: Buffer, agency: string, row: CheckedRow): boolean {
  const { chain, hash, mac, previous, ...entry } = row;
  if (chain === null || entry.after !== rowMark(key, { table: entry.tbl, key: entry.key }, hash) || entry.kind === 'broken') return false;
  return mac === entryMac(key, previous ?? CHAIN_START, { ...entry, agency, chain });
}
