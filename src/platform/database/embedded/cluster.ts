import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StartProblem } from '../../config/start-problem.js';
import { moveIntoPlace } from './binaries.js';
import type { Home } from './home.js';
import { isRunning } from './processes.js';

/** Makes a new cluster; whole or not at all, so that a killed start leaves nothing half done. */
export async function makeCluster(home: Home, user: string, password: string, env: NodeJS.ProcessEnv): Promise<void> {
  clearAbandoned(home.dir);
  const half = `${home.dataDir}.init-${process.pid}`;
  const passwordFile = join(half, 'password');
  const cluster = join(half, 'cluster');
  mkdirSync(half, { mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  const { uid, gid } = home.identity;
  if (uid !== undefined && gid !== undefined) for (const path of [half, passwordFile]) chownSync(path, uid, gid);
  try {
    await promisify(execFile)(home.binaries.initdb, initdbArguments(cluster, user, passwordFile), { env, cwd: '/', ...home.identity });
    moveIntoPlace(cluster, home.dataDir);
  } catch (error) {
    throw new StartProblem(whyInitdbFailed(error as InitdbError, home.binaries.initdb), { cause: error });
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
}

interface InitdbError extends Error {
  readonly code?: string | number;
  readonly stderr?: string;
}

function initdbArguments(cluster: string, user: string, passwordFile: string): string[] {
  // The built-in locale sorts the same on every machine, whatever its C library.
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '-E', 'UTF8'];
  return ['-D', cluster, '-U', user, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, ...locale, '--no-instructions'];
}

function whyInitdbFailed(error: InitdbError, program: string): string {
  if (error.code === 'ENOENT' && existsSync(program))
    return `${program} does not run here (it needs glibc, which Alpine Linux has not): set DATABASE_URL.`;
  return `The database could not be created: ${error.stderr?.trim() || error.message}`;
}

function clearAbandoned(dir: string): void {
  for (const name of readdirSync(dir)) {
    const pid = /^data\.init-(\d+)$/.exec(name)?.[1];
    if (pid && !isRunning(Number(pid))) rmSync(join(dir, name), { recursive: true, force: true });
  }
}
