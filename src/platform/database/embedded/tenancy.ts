import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, readPostmaster, serves, startedAt } from './processes.js';
import { makePrivateFolder, PRIVATE_FILE } from '../../config/private-folder.js';

/** After this long a stop no longer waits for a checkpoint; the next start then recovers from the log. */
const PATIENCE_MS = 20_000;

/** One process that uses the server of a directory, as a file there; the last to leave stops the server. */
export interface Tenancy {
  readonly file: string;
  readonly tenants: string;
  readonly dataDir: string;
}

/** Signs this process in; before looking for a running server, so that whoever stops it knows. */
export function moveIn(dir: string, dataDir: string): Tenancy {
  const tenants = join(dir, 'tenants');
  makePrivateFolder(tenants);
  const file = join(tenants, `${process.pid}.${startedAt(process.pid)}`);
  writeFileSync(file, '', { mode: PRIVATE_FILE });
  return { file, tenants, dataDir };
}

/**
 * Signs out, and stops the server when nobody else uses it. `pid` is for a starter's watchdog, which knows the server even
 * before its files tell of it.
 */
export async function moveOut(tenancy: Tenancy, pid = serverOf(tenancy.dataDir)): Promise<void> {
  rmSync(tenancy.file, { force: true });
  if (pid !== undefined && others(tenancy).length === 0) await stopServer(pid);
}

function others({ tenants }: Tenancy): string[] {
  return readdirSync(tenants).filter((name) => {
    const [pid, since] = name.split('.');
    const present = startedAt(Number(pid)) === since;
    if (!present) rmSync(join(tenants, name), { force: true });
    return present;
  });
}

function serverOf(dataDir: string): number | undefined {
  const pid = readPostmaster(dataDir)?.pid;
  return pid !== undefined && serves(pid, dataDir) ? pid : undefined;
}

async function stopServer(pid: number): Promise<void> {
  signal(pid, 'SIGINT'); // "fast": sessions are ended, nothing is lost
  const deadline = Date.now() + PATIENCE_MS;
  while (isRunning(pid)) {
    if (Date.now() > deadline) signal(pid, 'SIGQUIT');
    await sleep(10);
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Gone in the meantime.
  }
}
