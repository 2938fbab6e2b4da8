import pg from 'pg';
import { verifyAudit } from '../../src/workflow/audit/verify-audit.js';
import type { Office } from './office.js';

/** Bytes that the process may hold in the end: what a container of a small office has. */
const MOST_MEMORY = 768 * 2 ** 20;

/** Rows that must not be: each query tells what is wrong. */
const CONTRADICTIONS: Readonly<Record<string, string>> = {
  'a closed case has open tasks': `select a.id from applications a join tasks t on t.application_id = a.id and t.status = 'open' where a.status <> 'open'`,
  'an open case has no open task': `select a.id from applications a where a.status = 'open'
      and not exists (select 1 from tasks t where t.application_id = a.id and t.status = 'open')`,
  'a case and its journal have come to different places': `select a.id from applications a
      where a.version <> (select count(*) from events e where e.application_id = a.id)`,
  'a book has come further than its counter': `select e.book from book_entries e join book_counters c using (agency, book, year)
      group by e.agency, e.book, e.year, c.last having max(e.number) > c.last`,
};

/** Everything that is not as it should be once all requests are through. */
export async function afterwards(office: Office): Promise<string[]> {
  const wrong: string[] = [];
  if (office.node.ended) return [`the service has ended:\n${office.node.output.slice(-3000)}`];
  const ready = await fetch(`${office.origin}/health/ready`);
  if (!ready.ok) wrong.push(`it is not ready: ${ready.status}`);
  for (const as of ['admin', 'timur.admin']) {
    const { items } = await office.read<{ items: unknown[] }>('/v1/tasks/orphans', as);
    if (items.length > 0) wrong.push(`cases are in nobody's inbox: ${JSON.stringify(items).slice(0, 500)}`);
    wrong.push(...(await countsOf(office, as)));
  }
  for (const [what, sql] of Object.entries(CONTRADICTIONS)) {
    const rows = await office.inside.sql(sql);
    if (rows.length > 0) wrong.push(`${what}: ${JSON.stringify(rows.slice(0, 3))}`);
  }
  const { memory } = office.node;
  if (memory !== undefined && memory > MOST_MEMORY) wrong.push(`it holds ${Math.round(memory / 2 ** 20)} MiB`);
  return [...wrong, ...(await auditOf(office))];
}

/** The inbox counts what it lists. */
async function countsOf(office: Office, as: string): Promise<string[]> {
  const counts = await office.read<Record<string, number>>('/v1/tasks/counts', as);
  let listed = 0;
  for (let next: string | null = ''; next !== null;) {
    const after: string = next === '' ? '' : `&after=${encodeURIComponent(next)}`;
    const page: { items: unknown[]; next: string | null } = await office.read(`/v1/tasks?limit=200${after}`, as);
    listed += page.items.length;
    next = page.next;
  }
  return counts['total'] === listed ? [] : [`the inbox of ${as} counts ${JSON.stringify(counts)} and lists ${listed}`];
}

async function auditOf({ inside }: Office): Promise<string[]> {
  const client = new pg.Client({ connectionString: inside.databaseUrl });
  await client.connect();
  try {
    const { broken } = await verifyAudit(client);
    return broken ? [`audit: ${broken.where}: ${broken.what}`] : [];
  } finally {
    await client.end();
  }
}
