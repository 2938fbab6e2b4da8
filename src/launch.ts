import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { bringOssSimulator, joinGivenSimulator, type BroughtSimulator } from './bring-oss-simulator.js';
import { readConfig, type Config } from './platform/config/config.js';
import { startWarnings } from './platform/config/start-warnings.js';
import { StartProblem } from './platform/config/start-problem.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './platform/database/embedded-postgres.js';

/** A close that takes longer is given up; the database loses nothing by it. */
const PATIENCE_MS = 10_000;
/** npm passes a Ctrl-C on to a process that already had it from the terminal: not the second one of an impatient person. */
const ECHO_MS = 500;

/** What a database that cannot be used says of itself: the network's words, then PostgreSQL's own codes. */
const NO_DATABASE = /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|28000|28P01|3D000|53300|57P03)$/;

// V8 would let the heap grow to several times of what is in use before it looks through it, half a gigabyte for one long export; less than
// this, and its looks are felt by everybody else.
setFlagsFromString('--heap-growing-percent=80');

interface Service {
  close(): Promise<void>;
}

let postgres: EmbeddedPostgres | undefined;
let simulator: BroughtSimulator | undefined;
let service: Service | undefined;
let ending: { readonly since: number } | undefined;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!ending) void end(0);
    else if (Date.now() - ending.since > ECHO_MS) process.exit(130);
  });
}

const started = start().catch(async (error: unknown) => {
  if (ending) return;
  console.error(explain(error));
  await end(1);
});
await started;

async function start(): Promise<void> {
  const config = readConfig(process.env);
  for (const warning of startWarnings(config, process.env)) console.warn(`Warning: ${warning}`);
  const wanted = config.ossSimulator;
  const [reached] = await Promise.all([reach(config), wanted && bringAlong(config)]);
  if (ending) return;
  // Loaded only now: a wrong setting is then told at once, and not after all the modules.
  const main = await import('./main.js');
  const started = await main.start({ ...config, ...simulator?.settings, ...reached });
  service = started;
  if (!simulator) return;
  if (config.role.includes('api')) await simulator.callAt(started.url);
  console.log(`  OSS simulator  ${simulator.origin} (${config.ossBaseUrl ? 'named by' : 'no'} OSS_BASE_URL: it plays the part of OSS)`);
}

async function bringAlong(config: Config): Promise<void> {
  simulator = config.ossBaseUrl ? await joinGivenSimulator(config) : await bringOssSimulator(config);
}

type Reached = { readonly databaseUrl: string; readonly databaseOwnerUrl: string | undefined };

async function reach(config: Config): Promise<Reached> {
  const { databaseUrl, databaseOwnerUrl } = config;
  return databaseUrl === undefined ? embedded(config) : { databaseUrl, databaseOwnerUrl };
}

async function embedded(config: Config): Promise<Reached> {
  const server = await startEmbeddedPostgres({ dir: join(config.dataDir, 'postgres'), database: 'terbit' });
  postgres = server;
  console.log(`PostgreSQL ${server.adopted ? 'was running' : 'started'} on 127.0.0.1:${server.port}, data in ${server.dataDir}`);
  void server.lost.then(() => {
    if (ending) return;
    console.error(`PostgreSQL has stopped unexpectedly; its log is beside ${server.dataDir}.`);
    void end(1);
  });
  return { databaseUrl: server.serviceUrl, databaseOwnerUrl: server.url };
}

/** Service first, so that requests in flight still have their database; a start that is under way is let finish. */
async function end(code: number): Promise<void> {
  ending = { since: Date.now() };
  const closed = (async () => {
    if (code === 0) await started;
    await service?.close();
    simulator?.stop();
    await postgres?.stop();
    return code;
  })().catch((error: unknown) => {
    console.error(explain(error));
    return 1;
  });
  // Whatever still hangs ends with this process, the embedded PostgreSQL by its watchdog.
  process.exit(await Promise.race([closed, sleep(PATIENCE_MS).then(giveUp)]));
}

function giveUp(): number {
  console.error(`Not everything stopped within ${PATIENCE_MS / 1000} s; the rest was cut off.`);
  return 1;
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, port, address } = error as NodeJS.ErrnoException & { port?: number; address?: string };
  if (code === 'EADDRINUSE') return `Port ${port} is in use by another program (perhaps Terbit runs already): stop it, or set PORT.`;
  if (code === 'EACCES' && port) return `No permission to listen on port ${port}: set PORT to 1024 or more.`;
  if (code === 'EADDRNOTAVAIL' && port !== undefined) return `This machine has no address ${address} to listen on: set HOST.`;
  if (code && NO_DATABASE.test(code)) return `The database of DATABASE_URL cannot be used: ${error.message || code}`;
  return error instanceof StartProblem ? error.message : (error.stack ?? error.message);
}
