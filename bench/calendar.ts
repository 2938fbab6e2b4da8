/** `npm run bench:calendar`: a holiday is added with 100,000 open tasks, while others go on working. See docs/benchmark.md. */
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '../src/platform/database/migrate.js';
import { DefinitionRegistry } from '../src/workflow/definition-registry.js';
import { Connection, injectInto } from './inject.js';
import { load, type Load } from './load.js';
import { Office } from './office.js';
import { innerService, usernames } from './recording.js';
import { benchFolder, BenchServer } from './server.js';
import { Service } from './service.js';

const OPEN_TASKS = 100_000;
/** Real cases that the others are copies of, each a row further than the one before. */
const PATTERNS = 40;
const CLIENTS = 8;
/** Between two steps of a client: more than a large agency does in its busiest minutes, and not all that the machine has. */
const PAUSE_MS = 100;
/** Cases for the clients to walk, before and while the calendar changes. */
const WALKED = 400;
const BEFORE_MS = 5000;
const TARGET_S = 20;

/** Each open case $1 times more, with a task of its own; their journals stay with the first. */
const COPY_CASES = `
with copied as materialized (
  select application.*, task.id as task, uuidv7() as new_id, uuidv7() as new_task, no
    from applications application
    join tasks task on task.agency = application.agency and task.application_id = application.id and task.status = 'open'
   cross join generate_series(1, $1::int) as no
   where task.due_at is not null
), cases as (
  insert into applications (agency, id, number, service, definition, status, version, state, head_hash, applicant_id, applicant_name,
                            receipt_number, tracking_code, search, opened_at, updated_at)
  select agency, new_id, number || '-' || no, service, definition, status, version,
         jsonb_set(state, '{open,0,id}', to_jsonb(new_task::text)), head_hash, applicant_id, applicant_name,
         receipt_number || '-' || no, tracking_code, search || '-' || no, opened_at, updated_at
    from copied returning id
)
insert into tasks (agency, id, application_id, service, step, role, section, status, opened_at, due_at, alarm_at)
select task.agency, new_task, new_id, task.service, task.step, task.role, task.section, task.status, task.opened_at, task.due_at, task.alarm_at
  from copied join tasks task on task.agency = copied.agency and task.id = copied.task`;

interface Change {
  readonly moved: number;
  readonly complete: boolean;
  readonly version: number;
}

const loadBefore = loadavg()[0]!;
const dir = benchFolder();
const server = await BenchServer.start(join(dir, 'postgres'));
let service: Service | undefined;
try {
  console.log(`preparing: ${OPEN_TASKS.toLocaleString('en')} open tasks`);
  const url = await server.create('service');
  const { users, zone } = await prepare(url);
  await server.settle('service');
  const [date, tasks] = await firstDeadline(url, zone);
  service = await Service.start(url, join(dir, 'data'));
  await measure(service, users, date, tasks);
} finally {
  await service?.stop();
  await server.stop();
}

/** Cases at many of their rows, and so many copies of them that there are enough open tasks. */
async function prepare(url: string): Promise<{ users: string[]; zone: string }> {
  await migrate(url);
  const app = await innerService(url, dir);
  try {
    const users = usernames(app);
    const inject = injectInto(app);
    const office = await Office.prepare(inject, users);
    for (const [index, opened] of (await office.open([inject], PATTERNS)).entries()) {
      let present = opened;
      for (let row = 0; row <= index % 12 && present.status === 'open'; row++) present = await office.step(inject, present);
    }
    await query(url, COPY_CASES, [Math.ceil(OPEN_TASKS / PATTERNS)]);
    return { users, zone: app.get(DefinitionRegistry).agencies()[0]!.timeZone };
  } finally {
    await app.close();
  }
}

/** The working day on which the first deadline falls: as a holiday, it moves all of them. */
async function firstDeadline(url: string, zone: string): Promise<[string, number]> {
  const sql = `select to_char(min(due_at) at time zone $1, 'YYYY-MM-DD') as date, count(*)::int as tasks from tasks where status = 'open'`;
  const [row] = await query<{ date: string; tasks: number }>(url, sql, [zone]);
  return [row!.date, row!.tasks];
}

async function measure(service: Service, users: readonly string[], date: string, tasks: number): Promise<void> {
  const connections = Array.from({ length: 8 }, () => new Connection(service.port));
  const admin = connections[0]!;
  const office = await Office.prepare(admin, users);
  const cases = await office.open(connections, WALKED);
  await load(service.port, office, cases, CLIENTS, BEFORE_MS / 2, PAUSE_MS);
  const before = await load(service.port, office, cases, CLIENTS, BEFORE_MS, PAUSE_MS);

  const token = await signIn(admin, 'admin');
  let changing = true;
  const began = performance.now();
  const changed = admin
    .send('PUT', `/v1/calendar/holidays/${date}`, token, JSON.stringify({ name: 'Libur', source: 'bench' }))
    .finally(() => (changing = false));
  const during = await load(service.port, office, cases, CLIENTS, () => changing, PAUSE_MS);
  const answer = await changed;
  const seconds = (performance.now() - began) / 1000;
  connections.forEach((inject) => inject.close());
  if (answer.status !== 200) throw new Error(`the change answered ${answer.status}: ${answer.body}`);
  const { moved, complete } = JSON.parse(answer.body) as Change;

  const errors = [...before.errors, ...during.errors];
  const row = (name: string, { stepsPerSecond, p50, p99 }: Load) =>
    [name.padEnd(8), stepsPerSecond.toFixed(0).padStart(12), p50.toFixed(1).padStart(8), p99.toFixed(1).padStart(8)].join('');
  console.log(`
A holiday on ${date}, with ${tasks.toLocaleString('en')} open tasks and ${CLIENTS} clients at work:
${seconds.toFixed(1)} s until the answer; ${moved.toLocaleString('en')} deadlines moved, ${complete ? 'all of them' : 'NOT all of them'}.

        HTTP steps/s  p50 ms  p99 ms
${row('before', before)}
${row('during', during)}

${availableParallelism()} cores for service, PostgreSQL and clients; load before: ${loadBefore.toFixed(1)}, service ${service.memory().toFixed(0)} MiB.
${complete && seconds <= TARGET_S ? 'PASS' : 'MISS'}  target: ${TARGET_S} s`);
  if (errors.length > 0) {
    console.error(`\n${errors.length} errors:\n${[...new Set(errors)].slice(0, 20).join('\n')}`);
    process.exitCode = 1;
  }
}

async function signIn(inject: Connection, username: string): Promise<string> {
  const { body } = await inject.send('POST', '/v1/auth/token', '', JSON.stringify({ username, password: 'terbit' }));
  return (JSON.parse(body) as { accessToken: string }).accessToken;
}

async function query<Row extends object>(url: string, sql: string, params: readonly unknown[]): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql, [...params])).rows;
  } finally {
    await client.end();
  }
}
