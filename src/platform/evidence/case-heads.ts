import { statement, type Statement, type Tx } from '../database/tx.js';
import { digestOf, headOf, type HashedRow } from './case-digest.js';
import { ROWS_OF_CASES } from './evidence-tables.js';

/** Cases at once. */
const PAGE = 500;

const KEEP = statement(
  'evidence.keep-cases',
  `insert into evidence_cases (agency, application_id, digest, proof)
   select $1, application, digest, proof from unnest($2::uuid[], $3::text[], $4::text[]) as kept(application, digest, proof)
   on conflict (agency, application_id) do update set digest = excluded.digest, proof = excluded.proof`,
);

/** Keeps the digests of the rows that lie there now, of the cases that a condition on their row `r` names; answers how many. */
export async function keepCaseHeads(tx: Pick<Tx, 'run'>, key: Buffer, agency: string, which: string): Promise<number> {
  await tx.run(unnamed(`set local timezone = 'UTC'`), []);
  await tx.run(unnamed(`set local statement_timeout = 0`), []);
  let count = 0;
  for await (const cases of casePages(async (sql, values) => tx.run(unnamed(sql), values), agency, which)) {
    const heads = cases.map(({ application, rows }) => headOf(key, agency, application, digestOf(key, rows)));
    await tx.run(KEEP, [
      agency,
      heads.map(({ application }) => application),
      heads.map(({ digest }) => digest),
      heads.map(({ proof }) => proof),
    ]);
    count += heads.length;
  }
  await tx.run(unnamed('reset timezone'), []);
  return count;
}

/** A case with its rows of evidence. */
export interface CaseRows {
  readonly application: string;
  readonly rows: readonly HashedRow[];
}

type Query = (sql: string, values: readonly unknown[]) => Promise<readonly object[]>;

/** The cases of an agency with their rows, a page at a time in the order of their ids. */
export async function* casePages(query: Query, agency: string, which: string): AsyncGenerator<CaseRows[]> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const page = (await query(
      `select r.id::text as id from applications r where r.agency = $1 and r.id > $2 and ${which} order by r.id limit ${PAGE}`,
      [agency, after],
    )) as readonly { id: string }[];
    const ids = page.map(({ id }) => id);
    if (ids.length === 0) return;
    const byCase = new Map<string, HashedRow[]>(ids.map((id) => [id, []]));
    const rows = (await query(ROWS_OF_CASES, [agency, ids])) as readonly (HashedRow & { application: string })[];
    for (const row of rows) byCase.get(row.application)?.push(row);
    yield [...byCase].map(([application, own]) => ({ application, rows: own }));
    after = ids.at(-1)!;
  }
}

/** A statement that is not planned for good. */
const unnamed = (text: string): Statement => ({ text }) as Statement;
