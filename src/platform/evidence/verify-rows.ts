import type { ClientBase } from 'pg';
import type { EvidenceState } from './evidence-state.js';
import { evidenceOf, keyOf, type EvidenceTable } from './evidence-tables.js';
import { columnTags, rowMark } from './ledger-entry.js';

/** A row that is not as the ledger has it. */
export interface RowFinding {
  readonly table: string;
  readonly key: string;
  readonly columns: readonly string[];
  readonly what: string;
}

/** What was found of one table of one agency. */
export interface CheckedRows {
  readonly rows: number;
  readonly findings: readonly RowFinding[];
  /** Rows from before the ledger that have not been adopted yet. */
  readonly notAdopted: number;
}

interface Compared {
  readonly key: string;
  readonly hash: string | null;
  readonly entered: boolean | null;
  readonly after: string | null;
  readonly tags: string | null;
  readonly torn: boolean | null;
}

const BATCH = 2000;

/** Which rows: all of an agency, or those of one case. */
export interface RowScope {
  readonly agency: string;
  /** Keys as the ledger writes them; absent: all. */
  readonly keys?: readonly string[];
}

/** Each row beside its last entry; `torn`: between two entries the row was changed by somebody else. */
const compared = (table: EvidenceTable, { keys }: RowScope) => `
  with entries as (
    select key, after, tags, kind, id, kind not in ('adopted', 'loaded') and before is distinct from lag(after) over place as torn
      from evidence_ledger where agency = $1 and tbl = '${table.table}'${keys ? ' and key = any($2::text[])' : ''}
    window place as (partition by key order by kind <> 'adopted', id)
  ), entered as (
    select distinct on (key) key, after, tags, bool_or(torn) over (partition by key) as torn
      from entries order by key, kind <> 'adopted' desc, id desc
  ), present as (
    select ${keyOf('r', table.key)} collate "C" as key, ${evidenceOf('r', table)} as hash from ${table.table} r
     where r.agency = $1${keys ? ` and ${keyOf('r', table.key)} = any($2::text[])` : ''}
  )
  select key, present.hash, entered.key is not null as entered, entered.after, entered.tags, entered.torn
    from present full join entered using (key)`;

/** Compares the rows of a table with the ledger, in the caller's transaction; the time zone there has to be UTC. */
export async function verifyRows(
  client: Pick<ClientBase, 'query'>,
  key: Buffer,
  state: EvidenceState | undefined,
  table: EvidenceTable,
  scope: RowScope,
): Promise<CheckedRows> {
  const adopted = state?.adopted[table.table] !== undefined;
  const found: { row: Compared; what: string }[] = [];
  let [rows, notAdopted] = [0, 0];
  for await (const row of comparedRows(client, table, scope)) {
    if (row.hash !== null) rows++;
    if (!row.entered && !adopted && state) notAdopted++;
    else {
      const what = whatOf(key, table.table, row);
      if (what) found.push({ row, what });
    }
  }
  const findings: RowFinding[] = [];
  for (const { row, what } of found) {
    const columns = row.hash === null || !row.entered ? [] : await changedColumns(client, key, table, scope.agency, row);
    findings.push({ table: table.table, key: row.key, columns, what });
  }
  return { rows, findings, notAdopted };
}

async function* comparedRows(client: Pick<ClientBase, 'query'>, table: EvidenceTable, scope: RowScope): AsyncGenerator<Compared> {
  const values = [scope.agency, ...(scope.keys ? [[...scope.keys]] : [])];
  if (scope.keys) return yield* (await client.query<Compared>({ text: compared(table, scope), values })).rows;
  const text = compared(table, scope).replaceAll('$1', `'${scope.agency.replaceAll("'", "''")}'`);
  await client.query(`declare evidence_compared no scroll cursor for ${text}`);
  for (;;) {
    const { rows } = await client.query<Compared>(`fetch ${BATCH} from evidence_compared`);
    yield* rows;
    if (rows.length < BATCH) break;
  }
  await client.query('close evidence_compared');
}

function whatOf(key: Buffer, table: string, { key: row, hash, entered, after, torn }: Compared): string | undefined {
  if (!entered) return 'was put there by hand: no command has written it';
  if (hash === null) return after === null ? undefined : 'is gone: no command has removed it';
  if (after === null) return 'is there again by hand: a command had removed it';
  if (after !== rowMark(key, { table, key: row }, hash)) return 'was changed by hand';
  return torn ? 'was changed by hand once, before a command changed it again' : undefined;
}

/** Names of the columns that are not as they were entered. */
async function changedColumns(
  client: Pick<ClientBase, 'query'>,
  key: Buffer,
  { table, key: names, without }: EvidenceTable,
  agency: string,
  row: Compared,
): Promise<string[]> {
  const { rows } = await client.query<{ tags: string | null }>({
    text: `select evidence_tags(to_json(r), $3::text[]) as tags from ${table} r where r.agency = $1 and ${keyOf('r', names)} = $2`,
    values: [agency, row.key, Object.keys(without)],
  });
  const before = byColumn(row.tags);
  const present = byColumn(columnTags(key, rows[0]?.tags ?? null));
  return [...new Set([...before.keys(), ...present.keys()])].filter((name) => before.get(name) !== present.get(name));
}

function byColumn(tags: string | null): Map<string, string> {
  return new Map((tags ?? '').split(',').flatMap((tag) => (tag === '' ? [] : [tag.split(/=(.*)/s).slice(0, 2) as [string, string]])));
}
