import { join } from 'node:path';
import type pg from 'pg';
import { findBinaries, programEnvironment } from './embedded/binaries.js';
import { makeCluster } from './embedded/cluster.js';
import { checkMajorVersion, clusterOf, findHome, passwordOf } from './embedded/home.js';
import { runServer } from './embedded/server.js';
import { moveIn, moveOut } from './embedded/tenancy.js';
import { ensureServiceRole } from './privileges/service-role.js';
import { ResilientClient } from './resilient-client.js';

/** What to start. */
export interface EmbeddedPostgresOptions {
  /** Holds the data directory, the password and the log; made when missing. */
  readonly dir: string;
  /** Made when missing. */
  readonly database?: string;
  /** Server settings beyond the defaults. */
  readonly settings?: Readonly<Record<string, string | number>>;
  /** How long a start may take, recovery after a crash included. */
  readonly startTimeoutMs?: number;
}

/** A PostgreSQL server of our own. */
export interface EmbeddedPostgres {
  /** As the owner of the tables. */
  readonly url: string;
  /** As the service, whose role has the privileges that `migrate` grants it. */
  readonly serviceUrl: string;
  readonly port: number;
  readonly dataDir: string;
  /** It was running already: it survived its starter, or another process uses it too. */
  readonly adopted: boolean;
  /** Settles when the server is gone without `stop`. */
  readonly lost: Promise<void>;
  urlFor(database: string): string;
  serviceUrlFor(database: string): string;
  /** Stops the server, unless another process still uses it. */
  stop(): Promise<void>;
}

const USER = 'terbit';
const SERVICE_USER = 'terbit_service';

const SETTINGS: Readonly<Record<string, string | number>> = {
  listen_addresses: '127.0.0.1',
  // A socket's path may be too long, and the server's user may not write where we can.
  unix_socket_directories: '',
  max_connections: 100,
  shared_buffers: '128MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/**
 * Starts PostgreSQL from its npm package, on a free port of this machine. It works as root and as anybody else, recovers from
 * a `kill -9` of any of its processes, and never outlives the last process that called this.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const home = findHome(options.dir, await findBinaries());
  const password = passwordOf(home, 'password');
  const env = programEnvironment(home.binaries, join(home.dir, 'lib'));
  if (clusterOf(home.dir)) checkMajorVersion(home);
  else await makeCluster(home, USER, password, env);

  const urlOn = (port: number, database: string, user = USER, secret = password) =>
    `postgres://${user}:${encodeURIComponent(secret)}@127.0.0.1:${port}/${database}`;
  const servicePassword = passwordOf(home, 'service-password');
  const tenancy = moveIn(home.dir, home.dataDir);
  try {
    const server = await runServer({
      home,
      env,
      tenancy,
      settings: { ...SETTINGS, ...options.settings },
      timeoutMs: options.startTimeoutMs ?? 120_000,
      answers: (port) => answers(urlOn(port, 'postgres')),
    });
    const { port, adopted, lost } = server;
    if (options.database) await makeDatabase(urlOn(port, 'postgres'), options.database);
    await ensureServiceRole(urlOn(port, 'postgres'), SERVICE_USER, servicePassword);
    return {
      serviceUrl: urlOn(port, options.database ?? 'postgres', SERVICE_USER, servicePassword),
      url: urlOn(port, options.database ?? 'postgres'),
      port,
      adopted,
      lost,
      dataDir: home.dataDir,
      urlFor: (database) => urlOn(port, database),
      serviceUrlFor: (database) => urlOn(port, database, SERVICE_USER, servicePassword),
      stop: () => {
        server.letGo();
        return moveOut(tenancy);
      },
    };
  } catch (error) {
    await moveOut(tenancy);
    throw error;
  }
}

async function answers(url: string): Promise<boolean> {
  return withClient(url, () => Promise.resolve(true)).catch(() => false);
}

async function makeDatabase(url: string, name: string): Promise<void> {
  await withClient(url, async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount) return;
    await client.query(`create database ${client.escapeIdentifier(name)}`).catch((error: pg.DatabaseError) => {
      // Another starter made it in the same moment: 42P04 when it had committed, 23505 when it was about to.
      if (error.code !== '42P04' && error.code !== '23505') throw error;
    });
  });
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new ResilientClient({ connectionString: url, connectionTimeoutMillis: 3000 });
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
