import { execFileSync } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What tells a running process from a later one with the same number; undefined when there is none.
 * A zombie is gone: in a container nobody may ever collect it.
 */
export function startedAt(pid: number): string | undefined {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  if (process.platform !== 'linux') return ps(pid, 'lstart=')?.replace(/\W+/g, '-');
  const stat = read(`/proc/${pid}/stat`);
  if (!stat) return undefined;
  // The second field is the program's name, which may hold blanks and brackets; state is field 3, start time field 22.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
}

export function isRunning(pid: number): boolean {
  return startedAt(pid) !== undefined;
}

/** What a server writes about itself into its data directory. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

export function readPostmaster(dataDir: string): Postmaster | undefined {
  const lines = read(postmasterFile(dataDir))?.split('\n');
  if (!lines?.[0]) return undefined;
  return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

export function postmasterFile(dataDir: string): string {
  return join(dataDir, 'postmaster.pid');
}

/** Whether the process is a server of this very directory: after a reboot the number may be anybody's. */
export function serves(pid: number, dataDir: string): boolean {
  const words = process.platform === 'linux' ? read(`/proc/${pid}/cmdline`)?.split('\0') : ps(pid, 'command=')?.trim().split(/\s+/);
  if (!words?.[0]?.endsWith('postgres')) return false;
  const dir = words[words.indexOf('-D') + 1];
  return dir === dataDir || (dir !== undefined && realPath(dir) === dataDir);
}

function ps(pid: number, column: string): string | undefined {
  try {
    return execFileSync('ps', ['-ww', '-o', column, '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return undefined;
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
