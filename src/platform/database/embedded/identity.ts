import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { StartProblem } from '../../config/start-problem.js';

/** As whom the server runs: empty for "as we are". */
export interface Identity {
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * PostgreSQL refuses to run as root, and wants a user with a name. An existing cluster keeps the user that owns it, so that
 * data copied from elsewhere, or a user `postgres` that is installed later, changes nothing.
 */
export function serverIdentity(cluster: string | undefined): Identity {
  const me = process.getuid?.();
  const owner = cluster === undefined ? undefined : statSync(cluster);
  if (me !== 0) {
    if (owner && me !== undefined && owner.uid !== me) {
      throw new StartProblem(`The database in ${cluster} belongs to another user (uid ${owner.uid}): start as that user, or set DATA_DIR.`);
    }
    return {};
  }
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of ['postgres', 'nobody']) {
    const uid = idOf(name, '-u');
    const gid = idOf(name, '-g');
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  throw new StartProblem('Started as root, and PostgreSQL does not run as root: add a user "postgres" or "nobody", or set DATABASE_URL.');
}

/** Whether that user gets through all the directories above, and to the thing itself. */
export function canReach(path: string, identity: Identity): boolean {
  try {
    execFileSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], { ...identity, cwd: '/', stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function idOf(name: string, option: string): number | undefined {
  try {
    return Number(execFileSync('id', [option, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  } catch {
    return undefined;
  }
}
