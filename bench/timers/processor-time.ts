import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const TICK_MS = 10;

/** Processor time of PostgreSQL, those of its processes that have ended included, in milliseconds (Linux only). */
export function postgresTime(dataDir: string): number {
  const postmaster = readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n', 1)[0]!;
  let ticks = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const fields = statOf(pid);
    if (!fields) continue;
    if (pid === postmaster) ticks += sum(fields.slice(11, 15));
    else if (fields[1] === postmaster) ticks += sum(fields.slice(11, 13));
  }
  return ticks * TICK_MS;
}

/** From the state on, as in proc(5): the name before it may hold blanks. */
function statOf(pid: string): string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
  } catch {
    return undefined;
  }
}

function sum(values: readonly string[]): number {
  return values.reduce((total, value) => total + Number(value), 0);
}
