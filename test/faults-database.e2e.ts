import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { FlakyPostgres } from './support/flaky-postgres.js';
import { NodeProcess } from './support/node-process.js';
import { until } from './support/until.js';

const CLIENTS = 4;
const DOWN_MS = 1500;

let postgres: FlakyPostgres;
let api: NodeProcess;
let worker: NodeProcess;
let address: string;
let token: string;
let dataDir: string;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'terbit-test-'));
  postgres = await FlakyPostgres.start();
  const env = { DATABASE_URL: postgres.url, DATA_DIR: dataDir, ALARM_LEASE_MS: '2000' };
  api = NodeProcess.start({ ...env, ROLE: 'api' });
  worker = NodeProcess.start({ ...env, ROLE: 'worker' });
  [address] = await Promise.all([api.ready(), worker.ready()]);
  const { body } = await send('POST', '/v1/auth/token', { username: 'pemohon', password: 'terbit' });
  token = (body as { accessToken: string }).accessToken;
}, 120_000);
afterAll(async () => {
  await Promise.all([api?.stop(), worker?.stop()]);
  await postgres?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

interface Sent {
  readonly status: number;
  readonly type: string | null;
  readonly body: unknown;
}

async function send(method: 'GET' | 'POST', path: string, body?: object): Promise<Sent> {
  const response = await fetch(address + path, {
    method,
    headers: { ...(token && { authorization: `Bearer ${token}` }), ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, type: response.headers.get('content-type'), body: text ? (JSON.parse(text) as unknown) : undefined };
}

async function sql<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** Forgets every open task for months, once: the worker has all reminders of it to send. */
const FORGET = `
  with long_ago as (
    select agency, id, jsonb_set(state, '{open,0,openedAt}', to_jsonb('2026-01-05T02:00:00.000Z'::text)) as state from applications
     where state #>> '{open,0,id}' is not null and state #>> '{open,0,openedAt}' <> '2026-01-05T02:00:00.000Z'
  ), forgotten as (
    update applications set state = long_ago.state from long_ago where applications.agency = long_ago.agency and applications.id = long_ago.id
  )
  update tasks set alarm_at = now() from long_ago where tasks.application_id = long_ago.id and tasks.status = 'open'`;

/** Which rungs have rung, case by case. */
async function rungs(): Promise<number[][]> {
  const rows = await sql<{ rungs: number[] }>(
    `select array_agg((event.body ->> 'rung')::int order by event.seq) filter (where event.type = 'rang') as rungs
       from events event group by event.application_id`,
  );
  return rows.map((row) => row.rungs ?? []);
}

test('a PostgreSQL that is restarted under load costs patience, and nothing else', async () => {
  const { body } = await send('GET', '/v1/services/iumk');
  const form = (body as { form: { examples: object[] } }).form.examples[0];
  const answers: Sent[] = [];
  const opened: string[] = [];
  let going = true;
  const client = async (n: number) => {
    while (going) {
      const answer =
        n % 2 === 0 ? await send('POST', '/v1/applications', { service: 'iumk', form }) : await send('GET', '/v1/tasks?limit=5');
      answers.push(answer);
      if (answer.status === 201) opened.push((answer.body as ApplicationView).id);
      else await sleep(20);
    }
  };
  const clients = Array.from({ length: CLIENTS }, (_, n) => client(n));
  await until(() => opened.length >= 20);
  await sql(FORGET);
  await until(async () => (await rungs()).flat().length > 5);

  await postgres.goAway();
  await sleep(DOWN_MS);
  await postgres.comeBack();
  const back = opened.length;
  await until(() => opened.length > back + 5);
  going = false;
  await Promise.all(clients);

  const strange = answers.filter(({ status, type }) => status >= 400 && !(status === 503 && type?.startsWith('application/problem+json')));
  expect(strange).toEqual([]);
  expect(answers.some(({ status }) => status === 503)).toBe(true);
  expect([api.ended, worker.ended]).toEqual([false, false]);
  const kept = await sql<{ id: string }>('select id from applications where id = any($1::uuid[])', [opened]);
  expect(kept).toHaveLength(new Set(opened).size);

  // Nobody rings a rung twice, leaves one out, or keeps a notice to itself.
  await sql(FORGET);
  await until(
    () => sql<{ left: number }>(`select count(*)::int as left from tasks where status = 'open' and alarm_at is not null`),
    ([row]) => row!.left === 0,
    60_000,
  );
  for (const each of await rungs()) expect(each).toEqual(each.map((_, n) => n));
  await until(
    () => sql<{ left: number }>('select count(*)::int as left from outbox'),
    ([row]) => row!.left === 0,
    20_000,
  );
}, 180_000);
