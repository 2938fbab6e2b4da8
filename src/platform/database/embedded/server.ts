import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, fchmodSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { StartProblem } from '../../config/start-problem.js';
import type { WatchdogOrder } from '../postgres-watchdog.js';
import type { Home } from './home.js';
import { isRunning, postmasterFile, readPostmaster, serves, type Postmaster } from './processes.js';
import type { Tenancy } from './tenancy.js';
import { PRIVATE_FILE } from '../../config/private-folder.js';

/** What `runServer` needs to know. */
export interface ServerOrder {
  readonly home: Home;
  readonly env: NodeJS.ProcessEnv;
  readonly tenancy: Tenancy;
  readonly settings: Readonly<Record<string, string | number>>;
  readonly timeoutMs: number;
  readonly answers: (port: number) => Promise<boolean>;
}

/** A running server, and our watchdog beside it. */
export interface RunningServer {
  readonly port: number;
  readonly adopted: boolean;
  readonly lost: Promise<void>;
  /** From now on its end is expected. */
  letGo(): void;
}

/** A port may be taken between choosing and using it, another starter may be faster, a killed server's memory may linger. */
const ATTEMPTS = 8;
const LOG_LIMIT = 10 * 1024 * 1024;

/** Adopts the server that runs on the directory, or starts one. */
export async function runServer(order: ServerOrder): Promise<RunningServer> {
  const { dataDir } = order.home;
  const deadline = Date.now() + order.timeoutMs;
  let failures = 0;
  keepLogSmall(logOf(order.home));
  while (Date.now() < deadline) {
    const found = readPostmaster(dataDir);
    if (found && isRunning(found.pid)) {
      if (!serves(found.pid, dataDir)) forgetStale(dataDir, found);
      else if (found.ready && (await order.answers(found.port))) return watched(order, found, true);
      else await sleep(50); // starting, recovering or stopping: its end of the story comes first
      continue;
    }
    const port = await freePort();
    const watchdog = startWatchdog(order, {
      start: { command: order.home.binaries.postgres, args: serverArguments(order, port), identity: order.home.identity },
    });
    const server = await comesUp(dataDir, port, watchdog, deadline);
    if (server) return watched(order, server, false, watchdog);
    if (++failures === ATTEMPTS) break;
    await sleep(100 * failures);
  }
  throw new StartProblem(`PostgreSQL did not start. The end of ${logOf(order.home)}:\n${tail(logOf(order.home))}`);
}

async function comesUp(dataDir: string, port: number, watchdog: ChildProcess, deadline: number): Promise<Postmaster | undefined> {
  while (watchdog.exitCode === null && watchdog.signalCode === null && Date.now() < deadline) {
    const server = readPostmaster(dataDir);
    if (server?.ready && server.port === port) return server;
    await sleep(10);
  }
  return undefined;
}

function watched(order: ServerOrder, { pid, port }: Postmaster, adopted: boolean, first?: ChildProcess): RunningServer {
  let expected = false;
  let watchdog = first ?? startWatchdog(order, { watch: pid });
  const lost = new Promise<void>((resolve) => {
    const onExit = () => {
      if (expected) return;
      if (!isRunning(pid)) return resolve();
      watchdog = startWatchdog(order, { watch: pid });
      watchdog.once('exit', onExit);
    };
    watchdog.once('exit', onExit);
  });
  return {
    port,
    adopted,
    lost,
    letGo: () => {
      expected = true;
      watchdog.stdin?.end();
    },
  };
}

function startWatchdog(order: ServerOrder, what: Omit<WatchdogOrder, 'tenancy'>): ChildProcess {
  const program = fileURLToPath(new URL('../postgres-watchdog.js', import.meta.url));
  const log = openSync(logOf(order.home), 'a', PRIVATE_FILE);
  // One from before may be open to others: statements stand in it.
  fchmodSync(log, PRIVATE_FILE);
  const words = JSON.stringify({ tenancy: order.tenancy, ...what } satisfies WatchdogOrder);
  const watchdog = spawn(process.execPath, [program, words], { stdio: ['pipe', log, log], env: order.env, cwd: '/', detached: true });
  closeSync(log);
  watchdog.stdin?.on('error', () => undefined);
  watchdog.unref();
  (watchdog.stdin as unknown as { unref?(): void } | null)?.unref?.();
  return watchdog;
}

function serverArguments({ home, settings }: ServerOrder, port: number): string[] {
  const all = Object.entries({ port, ...settings });
  return ['-D', home.dataDir, ...all.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

/** PostgreSQL would take the process that now has its old number for a running server, and refuse to start. */
function forgetStale(dataDir: string, stale: Postmaster): void {
  if (readPostmaster(dataDir)?.pid === stale.pid) rmSync(postmasterFile(dataDir), { force: true });
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function logOf(home: Home): string {
  return join(home.dir, 'postgres.log');
}

function keepLogSmall(log: string): void {
  const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_LIMIT) renameSync(log, `${log}.1`);
}

function tail(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-12).join('\n');
}
