/**
 * One PostgreSQL for the whole run, and one migrated template that every test file clones
 * (`create database terbit_test_x template terbit_test_template`). Tests find the server by TEST_POSTGRES_URL.
 * PURE=1 leaves all of it out, for specs that need no database.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

const TEMPLATE = 'terbit_test_template';
const root = join(import.meta.dirname, '..');
const built = (file) => join(root, 'dist/platform/database', file);

// Nothing here has to survive a crash, and without that duty tests run several times faster.
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: 0,
  max_connections: 300,
  shared_buffers: '128MB',
};

export default async () => {
  if (process.env.PURE === '1') return;
  if (!existsSync(built('embedded-postgres.js')))
    throw new Error('Tests run against the build: `npm run build` first, or PURE=1 for pure specs.');
  const { startEmbeddedPostgres } = await import(built('embedded-postgres.js'));
  const slot = takeSlot();
  const server = await startEmbeddedPostgres({ dir: slot.dir, settings: SETTINGS });
  globalThis.__TEST_POSTGRES__ = { stop: () => server.stop().finally(slot.release) };
  await makeTemplate(server);
  process.env.TEST_POSTGRES_URL = server.urlFor('postgres');
  process.env.TEST_SERVICE_URL = server.serviceUrlFor('postgres');
};

/** Two runs at once must not drop each other's databases: each run holds one data directory. */
function takeSlot() {
  for (let n = 1; ; n++) {
    const dir = join(root, '.data/test-postgres', String(n));
    const lock = join(dir, 'run.pid');
    mkdirSync(dir, { recursive: true });
    if (existsSync(lock) && alive(Number(readFileSync(lock, 'utf8')))) continue;
    rmSync(lock, { force: true });
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
    } catch (error) {
      if (error.code === 'EEXIST') continue;
      throw error;
    }
    return { dir, release: () => rmSync(lock, { force: true }) };
  }
}

function alive(pid) {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

async function makeTemplate(server) {
  const admin = new pg.Client(server.urlFor('postgres'));
  await admin.connect();
  try {
    const leftovers = await admin.query(String.raw`select datname from pg_database where datname like 'terbit\_test%'`);
    for (const { datname } of leftovers.rows) await admin.query(`drop database if exists ${admin.escapeIdentifier(datname)} with (force)`);
    await admin.query(`create database ${TEMPLATE}`);
  } finally {
    await admin.end();
  }
  if (!existsSync(built('migrate.js'))) return console.warn('no migrations yet: the template is empty');
  const env = {
    ...process.env,
    DATABASE_URL: server.serviceUrlFor(TEMPLATE),
    DATABASE_OWNER_URL: server.urlFor(TEMPLATE),
    NODE_OPTIONS: '',
  };
  execFileSync(process.execPath, [built('migrate.js')], { env, stdio: 'inherit' });
}
