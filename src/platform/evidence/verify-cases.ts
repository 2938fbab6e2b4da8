import type { ClientBase } from 'pg';
import { digestOf, holds, type CaseHead } from './case-digest.js';
import { casePages } from './case-heads.js';
import { CASES } from './evidence-tables.js';
import type { LedgerFinding } from './verify-ledger.js';

const MOST = 100;

/** Compares the digest of every case with its rows, in the caller's transaction; the time zone there has to be UTC. */
export async function verifyCases(client: Pick<ClientBase, 'query'>, key: Buffer, agency: string): Promise<LedgerFinding[]> {
  const findings: LedgerFinding[] = [];
  const query = async (sql: string, values: readonly unknown[]) => (await client.query<object>(sql, [...values])).rows;
  for await (const cases of casePages(query, agency, 'true')) {
    const ids = cases.map(({ application }) => application);
    const { rows } = await client.query<CaseHead>(
      `select application_id::text as application, digest, proof from ${CASES} where agency = $1 and application_id = any($2::uuid[])`,
      [agency, ids],
    );
    const heads = new Map(rows.map((head) => [head.application, head]));
    for (const { application, rows: own } of cases) {
      const head = heads.get(application);
      const add = (what: string) => findings.length < MOST && findings.push({ where: `${CASES} ${application}`, what });
      if (!head) add('is gone: no row of the case is vouched for');
      else if (!holds(key, agency, head)) add('was not written by the service');
      else if (digestOf(key, own) !== head.digest) add('does not fit the rows of the case: one was changed, added or removed by hand');
    }
  }
  return findings;
}
