import type { ClientBase } from 'pg';
import { unwrapAgencyKey, type AgencyKeyRow } from '../crypto/agency-keys.js';
import type { MasterKey } from '../crypto/master-keys.js';
import { readState, type EvidenceState, type StateRow } from './evidence-state.js';
import { CASES, EVIDENCE_TABLES } from './evidence-tables.js';
import { ledgerKey } from './ledger-entry.js';
import { verifyCases } from './verify-cases.js';
import { verifyLedger } from './verify-ledger.js';
import { verifyRows } from './verify-rows.js';

/** Something in the evidence that does not hold. */
export interface EvidenceFinding {
  readonly agency: string;
  readonly where: string;
  readonly what: string;
  readonly table?: string;
  readonly columns?: readonly string[];
}

/** What was looked at, and what was found. */
export interface VerifiedEvidence {
  readonly rows: number;
  readonly entries: number;
  /** Rows from before the ledger: it vouches for them from their adoption on. */
  readonly fromBefore: number;
  readonly findings: readonly EvidenceFinding[];
}

/** The keys of all ledgers, by the master keys. */
export async function ledgerKeys(client: Pick<ClientBase, 'query'>, masters: readonly MasterKey[]): Promise<Map<string, Buffer>> {
  const { rows } = await client.query<AgencyKeyRow>(
    `select agency, id, purpose, wrapped, master from agency_keys where purpose = 'index' order by agency, made_at, id`,
  );
  return new Map(rows.map((row) => [row.agency, ledgerKey(unwrapAgencyKey(masters, row))]));
}

/** Goes through the ledgers and every row of evidence, in the caller's transaction; of one agency, or of all. */
export async function verifyEvidence(
  client: Pick<ClientBase, 'query'>,
  keys: ReadonlyMap<string, Buffer>,
  only?: string,
): Promise<VerifiedEvidence> {
  await client.query(`set local timezone = 'UTC'; set local bytea_output = 'hex'; set local extra_float_digits = 1;
    set local enable_sort = on; set local enable_hashjoin = on; set local work_mem = '64MB'`);
  const findings: EvidenceFinding[] = [];
  let [rows, entries, fromBefore] = [0, 0, 0];
  for (const agency of await agenciesIn(client, keys)) {
    if (only !== undefined && agency !== only) continue;
    const key = keys.get(agency);
    if (!key) {
      findings.push({ agency, where: 'agency keys', what: 'there is evidence of this agency, and no key of it' });
      continue;
    }
    const state = await stateOf(client, key, agency);
    if (!state) findings.push({ agency, where: 'evidence_states', what: 'the state of the ledger is gone, or was changed by hand' });
    const ledger = await verifyLedger(client, key, agency);
    entries += ledger.entries;
    findings.push(...ledger.findings.map((finding) => ({ agency, ...finding })));
    if (state?.adopted[CASES] !== undefined)
      findings.push(...(await verifyCases(client, key, agency)).map((finding) => ({ agency, ...finding })));
    for (const table of EVIDENCE_TABLES) {
      const checked = await verifyRows(client, key, state, table, { agency });
      rows += checked.rows;
      fromBefore += (state?.adopted[table.table] ?? 0) + checked.notAdopted;
      for (const { key: row, columns, what } of checked.findings)
        findings.push({ agency, where: `${table.table} ${row}`, what: withColumns(what, columns), table: table.table, columns });
    }
  }
  return { rows, entries, fromBefore, findings };
}

async function stateOf(client: Pick<ClientBase, 'query'>, key: Buffer, agency: string): Promise<EvidenceState | undefined> {
  const { rows } = await client.query<StateRow>({ text: 'select state, mac from evidence_states where agency = $1', values: [agency] });
  return rows[0] && readState(key, agency, rows[0]);
}

/** Also those that have rows and no key any more. */
async function agenciesIn(client: Pick<ClientBase, 'query'>, keys: ReadonlyMap<string, Buffer>): Promise<string[]> {
  const texts = [...EVIDENCE_TABLES.map(({ table }) => table), 'evidence_states', 'evidence_heads'].map(
    (table) => `(select agency from ${table} group by agency)`,
  );
  const { rows } = await client.query<{ agency: string }>(texts.join(' union '));
  return [...new Set([...keys.keys(), ...rows.map(({ agency }) => agency)])].sort();
}

function withColumns(what: string, columns: readonly string[]): string {
  return columns.length === 0 ? what : `${what}: ${columns.map((column) => `"${column}"`).join(', ')}`;
}
