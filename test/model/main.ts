/**
 * `npm run prove:model -- [--ops=10000] [--kills=20] [--seed=…] [--clients=8]`: random commands beside a model, over HTTP, while the
 * service is killed. `--faults`: every planted fault is found; `--fault=NAME`: one of them. Exits with 1 when anything is not so.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { FAULTS, findFault } from './faults.js';
import { Walk } from './walk.js';

const { values } = parseArgs({
  options: {
    ops: { type: 'string', default: '10000' },
    kills: { type: 'string', default: '20' },
    clients: { type: 'string', default: '8' },
    seed: { type: 'string' },
    faults: { type: 'boolean', default: false },
    fault: { type: 'string' },
    trace: { type: 'boolean', default: false },
  },
});
const root = join(import.meta.dirname, '../..');
const data = join(root, '.data/model');
mkdirSync(data, { recursive: true });

const { startEmbeddedPostgres } = (await import(join(root, 'dist/platform/database/embedded-postgres.js'))) as {
  readonly startEmbeddedPostgres: (options: object) => Promise<{ urlFor(name: string): string; stop(): Promise<void> }>;
};
const folder = mkdtempSync(join(data, 'run-'));
// What is killed is the service; the database need not survive the machine.
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: 100 };
const server = await startEmbeddedPostgres({ dir: join(folder, 'postgres'), settings });
let databases = 0;

async function database(): Promise<string> {
  const name = `walk_${++databases}`;
  const client = new pg.Client({ connectionString: server.urlFor('postgres') });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return server.urlFor(name);
}

const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
const common = { root, folder, database, seed };

try {
  if (values.faults || values.fault !== undefined) {
    for (const fault of FAULTS.filter(({ name }) => values.fault === undefined || name === values.fault)) {
      const began = Date.now();
      const found = await findFault(fault, common);
      const seconds = Math.round((Date.now() - began) / 1000);
      console.log(found ? `found  ${fault.name} (${seconds} s): ${found}` : `NOT FOUND  ${fault.name} (${seconds} s)`);
      if (!found) process.exitCode = 1;
    }
  } else {
    console.log(`seed ${seed}`);
    const [ops, kills, clients] = [values.ops, values.kills, values.clients].map(Number) as [number, number, number];
    const { sopFolder } = await import('./sops.js');
    const dataDir = join(folder, 'data');
    mkdirSync(dataDir);
    const options = {
      dist: join(root, 'dist'),
      databaseUrl: await database(),
      dataDir,
      sopDir: sopFolder(root, folder),
      seed,
      ops,
      kills,
      clients,
    };
    console.log(JSON.stringify(await new Walk(options).run(), null, 2));
  }
} catch (error) {
  console.error(error);
  console.error(`Again: npm run prove:model -- --ops=${values.ops} --kills=${values.kills} --clients=${values.clients} --seed=${seed}`);
  process.exitCode = 1;
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit();
