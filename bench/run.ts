/** `npm run bench`: how fast tasks are completed, against the same statements by plain `pg`. See docs/benchmark.md. */
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../src/platform/database/migrate.js';
import { injectInto } from './inject.js';
import { measure, ROUNDS } from './measure.js';
import { Office } from './office.js';
import { innerService, record, usernames } from './recording.js';
import { report } from './report.js';
import { benchFolder, BenchServer } from './server.js';
import { Service } from './service.js';

/** Cases that are walked before anything is measured: code gets compiled, tables get filled. */
const WARM_UP = 80;
/** Cases that are recorded, and replayed in every pass. */
const RECORDED = 180;

const BASE = 'base';
const RECORDING = 'recording';

// Whatever the machine does beside this; the bench itself would be in a later reading.
const loadBefore = loadavg()[0]!;
const dir = benchFolder();
const server = await BenchServer.start(join(dir, 'postgres'));
let service: Service | undefined;
try {
  console.log('preparing: a database with cases in it, and a recording of what the service does to them');
  const { users, recorded } = await prepare();
  const done = await server.digest(RECORDING);
  service = await Service.start(await server.create('service', BASE), join(dir, 'data'));
  const { results, errors } = await measure({ server, service, users, base: BASE, recorded, done }, WARM_UP);
  console.log(`\n${report(results, ROUNDS, loadBefore)}`);
  if (errors.length > 0) {
    console.error(`\n${errors.length} errors:\n${[...new Set(errors)].slice(0, 20).join('\n')}`);
    process.exitCode = 1;
  }
} finally {
  await service?.stop();
  await server.stop();
}
console.log('\nDeadlines in working time, in one thread:');
await import('./working-time.js');
console.log('\nHow late timers ring: npm run bench:timers');

/** Fills the database that everything starts from, then records what the service does to the cases that are open in it. */
async function prepare() {
  const url = await server.create(BASE);
  await migrate(url);
  const warm = await innerService(url, dir);
  const users = usernames(warm);
  const inject = injectInto(warm);
  const office = await Office.prepare(inject, users);
  for (const opened of await office.open([inject], WARM_UP)) await office.walk(inject, opened);
  const cases = await office.open([inject], RECORDED);
  await warm.close();
  await server.settle(BASE);

  const app = await innerService(await server.create(RECORDING, BASE), dir);
  try {
    return { users, recorded: await record(app, office, cases) };
  } finally {
    await app.close();
  }
}
