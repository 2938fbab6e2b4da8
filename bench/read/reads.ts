import pg from 'pg';
import type { Connection } from '../inject.js';

/** The paths that a reader requests repeatedly, each in turn. */
export interface Read {
  readonly name: string;
  readonly token: string;
  readonly paths: readonly string[];
}

/** How many different cases, names and desks a read goes through. */
const DIFFERENT = 200;

/** What is read of a seeded database: by the users that there are, of cases from all over it. */
export async function readsOf(
  inject: Connection,
  databaseUrl: string,
): Promise<{ readonly reads: readonly Read[]; readonly left: readonly string[] }> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const users = await client.query<{ username: string; roles: { role: string }[] }>(
      'select username, roles from users order by username',
    );
    const cases = await client.query<{ id: string; applicant_name: string }>(
      `select id, applicant_name from applications where id in (select id from applications order by md5(id::text || 'bench') limit $1)`,
      [DIFFERENT],
    );
    const desks = await client.query<{ role: string }>(
      `select role from tasks where status = 'open' and role <> 'applicant' group by role order by count(*) desc limit 1`,
    );
    const holder = (role: string) => users.rows.find(({ roles }) => roles.some((held) => held.role === role))?.username;
    const clerk = await signIn(inject, holder(desks.rows[0]?.role ?? 'agency-head')!);
    const head = await signIn(inject, holder('agency-head')!);
    const reader = await signIn(inject, holder('reports') ?? holder('agency-head')!);
    const names = cases.rows.map(({ applicant_name }) => applicant_name);
    const misspelt = names.map((name) => name.replace(/([a-z])([a-z])(?=[a-z]* )/, '$2$1'));
    const months = await client.query<{ first: string; last: string }>(
      `select to_char(m, 'YYYY-MM-DD') as first, to_char(m + interval '1 month' - interval '1 day', 'YYYY-MM-DD') as last
         from (select generate_series(date_trunc('month', max(opened_at)) - interval '6 months', date_trunc('month', max(opened_at)) - interval '1 month', interval '1 month') m from applications) t`,
    );
    const wished: Read[] = [
      { name: 'inbox page', token: clerk, paths: ['/v1/tasks?limit=50'] },
      { name: 'counts', token: clerk, paths: ['/v1/tasks/counts'] },
      { name: 'case', token: head, paths: cases.rows.map(({ id }) => `/v1/applications/${id}`) },
      { name: 'its timeline', token: head, paths: cases.rows.map(({ id }) => `/v1/applications/${id}/timeline`) },
      { name: 'search by name', token: head, paths: names.map((name) => `/v1/applications?limit=20&q=${encodeURIComponent(name)}`) },
      { name: 'search, misspelt', token: head, paths: misspelt.map((name) => `/v1/applications?limit=20&q=${encodeURIComponent(name)}`) },
      {
        name: 'SLA of a month',
        token: reader,
        paths: months.rows.map(({ first, last }) => `/v1/reports/sla.json?from=${first}&until=${last}`),
      },
    ];
    const [reads, left]: [Read[], string[]] = [[], []];
    for (const read of wished) {
      const { status } = await inject.send('GET', read.paths[0]!, read.token);
      if (status >= 500) throw new Error(`${read.name}: ${read.paths[0]} answered ${status}`);
      if (status < 400) reads.push(read);
      else left.push(`${read.name} (${read.paths[0]} answered ${status})`);
    }
    return { reads, left };
  } finally {
    await client.end();
  }
}

export async function signIn(inject: Connection, username: string): Promise<string> {
  const { status, body } = await inject.send('POST', '/v1/auth/token', '', JSON.stringify({ username, password: 'terbit' }));
  if (status >= 400) throw new Error(`${username} cannot sign in: ${body}`);
  return (JSON.parse(body) as { accessToken: string }).accessToken;
}
