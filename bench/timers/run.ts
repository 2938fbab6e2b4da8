/** `npm run bench:timers`: how late timers ring, on each kind of queue, and what a million of them cost. See docs/benchmark.md. */
import { spawn } from 'node:child_process';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '../../src/platform/database/migrate.js';
import { benchFolder, BenchServer } from '../server.js';
import { Service } from '../service.js';
import { idle, ring, ringUnannounced, type Lateness } from './measure.js';
import { postgresTime } from './processor-time.js';
import { startRedis } from './redis.js';
import { copy, makeTemplates, type Templates } from './rows.js';

const TIMERS = Number(process.env['TIMERS'] ?? 10_000);
const WINDOW_S = 60;
const PENDING = Number(process.env['PENDING'] ?? 1_000_000);
const IDLE_S = 20;
/** For a service that has just started to come to rest. */
const REST_MS = 5000;
const UNANNOUNCED = 8;
const PARTS = ['postgres', 'redis', 'busy', 'pending'];
const BASE = 'base';

const wanted = process.argv.length > 2 ? process.argv.slice(2) : PARTS;
const unknown = wanted.filter((part) => !PARTS.includes(part));
if (unknown.length > 0) throw new Error(`no such part: ${unknown.join(', ')}; there are ${PARTS.join(', ')}`);

const dir = benchFolder('terbit-bench-timers-');
// What each commit was made at; nothing else differs from the default settings but for the room that a million cases need.
const server = await BenchServer.start(join(dir, 'postgres'), { track_commit_timestamp: 'on', max_wal_size: '4GB' });
try {
  const url = await server.create(BASE);
  await migrate(url);
  const templates = await makeTemplates(url, join(dir, 'made'));
  console.log(`${TIMERS} timers due at random within ${WINDOW_S} s, on ${availableParallelism()} cores:\n`);
  console.log(line(['queue', 'p50 ms', 'p99 ms', 'most ms', 'lost', 'doubled', 'CPU ms', 'PG ms', 'load']));
  if (wanted.includes('postgres')) await lateness('PostgreSQL', templates, {});
  if (wanted.includes('redis')) await onRedis(templates);
  if (wanted.includes('busy')) await busy(templates);
  if (wanted.includes('pending')) await pending(templates);
} finally {
  await server.stop();
}

async function lateness(name: string, templates: Templates, env: Readonly<Record<string, string>>): Promise<void> {
  const database = 'timers';
  const url = await server.create(database, BASE);
  await copy(server, database, { of: templates.forgotten, count: TIMERS, alarmAt: 'null', lastRung: true });
  await server.run(
    database,
    `update tasks set status = 'cancelled' where application_id in ('${templates.fresh}', '${templates.forgotten}')`,
  );
  const service = await Service.start(url, join(dir, 'data'), env);
  try {
    await sleep(REST_MS);
    const before = [service.processorTime(), postgresTime(server.dataDir)];
    const rang = await ring(server, database, templates.forgotten, WINDOW_S);
    const after = [service.processorTime(), postgresTime(server.dataDir)];
    const each = after.map((ms, i) => ((ms - before[i]!) / TIMERS).toFixed(2));
    console.log(line([name, ...lateCells(rang), ...each, loadavg()[0]!.toFixed(1)]));
  } finally {
    await service.stop();
  }
}

async function onRedis(templates: Templates): Promise<void> {
  const redis = await startRedis();
  if (!redis) return console.log('Redis: redis-server is not installed (Debian: apt-get install redis-server)');
  try {
    await lateness('Redis', templates, { REDIS_URL: redis.url });
  } finally {
    redis.stop();
  }
}

async function busy(templates: Templates): Promise<void> {
  const hogs = Array.from({ length: availableParallelism() }, () => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));
  process.on('exit', () => hogs.forEach((hog) => hog.kill('SIGKILL')));
  try {
    await lateness('all cores busy', templates, {});
  } finally {
    hogs.forEach((hog) => hog.kill('SIGKILL'));
  }
}

async function pending(templates: Templates): Promise<void> {
  const database = 'pending';
  const url = await server.create(database, BASE);
  const began = performance.now();
  await copy(server, database, { of: templates.forgotten, count: UNANNOUNCED, alarmAt: 'null', lastRung: true });
  await server.run(database, `update tasks set status = 'cancelled' where application_id = '${templates.forgotten}'`);
  const spread = `now() + interval '1 day' + n * interval '30 days' / ${PENDING}`;
  await copy(server, database, { of: templates.fresh, count: PENDING, alarmAt: spread, lastRung: false });
  console.log(`\n${PENDING} pending timers were made in ${((performance.now() - began) / 1000).toFixed(0)} s`);
  const service = await Service.start(url, join(dir, 'data'));
  try {
    await sleep(REST_MS);
    console.log(`idle: ${(await idle(server, service, IDLE_S)).toFixed(1)} % of a core (service and PostgreSQL, over ${IDLE_S} s)`);
    const late = await ringUnannounced(server, database, UNANNOUNCED);
    console.log(`due at once, unannounced: ${late.map((ms) => ms.toFixed(0)).join(', ')} ms late; ${UNANNOUNCED - late.length} lost`);
  } finally {
    await service.stop();
  }
}

function lateCells({ p50, p99, most, lost, doubled }: Lateness): string[] {
  return [p50.toFixed(1), p99.toFixed(1), most.toFixed(0), String(lost), String(doubled)];
}

function line([name, ...cells]: readonly string[]): string {
  return [name!.padEnd(14), ...cells.map((cell) => cell.padStart(8))].join('');
}
