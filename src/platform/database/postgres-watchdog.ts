/**
 * Runs beside a starter of the embedded PostgreSQL, in a session of its own, and outlives it: when the pipe from the starter
 * closes, which `kill -9` does too, it signs the starter out. Either it starts the server itself, or it watches one that runs.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { setInterval } from 'node:timers';
import type { Identity } from './embedded/identity.js';
import { isRunning } from './embedded/processes.js';
import { moveOut, type Tenancy } from './embedded/tenancy.js';

/** What the starter asks for, as JSON in the first argument. */
export interface WatchdogOrder {
  readonly tenancy: Tenancy;
  readonly start?: { readonly command: string; readonly args: readonly string[]; readonly identity: Identity };
  readonly watch?: number;
}

const order = JSON.parse(process.argv[2] ?? '{}') as WatchdogOrder;

let server: ChildProcess | undefined;

if (order.start) {
  const { command, args, identity } = order.start;
  server = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...identity });
  server.on('error', (error) => {
    console.error(error.message);
    process.exit(1);
  });
  server.on('exit', (code) => process.exit(code ?? 1));
} else {
  const pid = order.watch ?? 0;
  setInterval(() => isRunning(pid) || process.exit(0), 250);
}

// A service manager may signal the whole group: the starter drains first, and the server must still be there for it.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => undefined);

process.stdin.on('error', () => undefined);
process.stdin.on('close', () => void moveOut(order.tenancy, server?.pid).finally(() => process.exit(0)));
process.stdin.resume();
