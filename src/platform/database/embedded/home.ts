import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { StartProblem } from '../../config/start-problem.js';
import { copyBinaries, type Binaries } from './binaries.js';
import { canReach, serverIdentity, type Identity } from './identity.js';
import { makePrivateFolder } from '../../config/private-folder.js';

/** Where a server lives, and as whom. */
export interface Home {
  readonly dir: string;
  readonly dataDir: string;
  readonly identity: Identity;
  readonly binaries: Binaries;
}

/**
 * The directory that was asked for; or, when root started us below a directory that the server's user cannot enter (/root),
 * one under /var/tmp that belongs to it.
 */
export function findHome(asked: string, binaries: Binaries): Home {
  makePrivateFolder(resolve(asked));
  const dir = realpathSync(asked);
  const elsewhere = join('/var/tmp', `terbit-postgres-${createHash('sha256').update(dir).digest('hex').slice(0, 12)}`);
  if (process.getuid?.() !== 0) return at(dir, serverIdentity(clusterOf(dir)), binaries);

  const cluster = clusterOf(dir);
  const identity = serverIdentity(cluster ?? clusterOf(elsewhere));
  const reachable = canReach(dir, identity);
  if (cluster && !reachable)
    throw new StartProblem(
      `PostgreSQL (uid ${identity.uid}) cannot enter ${dir}, where its data is: open the directories above it, or set DATA_DIR.`,
    );
  const programs = canReach(binaries.postgres, identity) ? binaries : copyBinaries(binaries, ownDirectory(elsewhere));
  const stays = cluster !== undefined || (reachable && clusterOf(elsewhere) === undefined);
  return at(stays ? dir : ownDirectory(elsewhere), identity, programs);
}

/**
 * A password of the server: made once, kept beside the data, readable for the starter alone. That of the owner cannot be made again; that
 * of the service is set at every start.
 */
export function passwordOf(home: Home, name: 'password' | 'service-password'): string {
  const file = join(home.dir, name);
  if (!existsSync(file)) {
    if (name === 'password' && clusterOf(home.dir))
      throw new StartProblem(`The database in ${home.dir} is there, but its password file is missing: put back ${file}.`);
    const half = `${file}.${process.pid}`;
    writeFileSync(half, randomBytes(18).toString('base64url'), { mode: 0o600 });
    try {
      linkSync(half, file); // complete or not at all, and only one of two starters wins
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(half, { force: true });
    }
  }
  return readFileSync(file, 'utf8').trim();
}

/** Refuses data that this PostgreSQL cannot read. */
export function checkMajorVersion({ dataDir, binaries }: Home): void {
  const onDisk = readFileSync(join(dataDir, 'PG_VERSION'), 'utf8').trim();
  const ours = binaries.version.split('.')[0];
  if (onDisk !== ours) {
    throw new StartProblem(
      `The data in ${dataDir} was written by PostgreSQL ${onDisk}, and this is PostgreSQL ${ours}: dump and restore it, or set DATA_DIR to another directory.`,
    );
  }
}

/** The data directory below, when it holds a complete cluster; or may hold one, for all that we are allowed to see. */
export function clusterOf(dir: string): string | undefined {
  const dataDir = join(dir, 'data');
  try {
    statSync(join(dataDir, 'PG_VERSION'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
  }
  return dataDir;
}

function at(dir: string, identity: Identity, binaries: Binaries): Home {
  return { dir, dataDir: join(dir, 'data'), identity, binaries };
}

/** Everybody can write to /var/tmp: what already stands there under our name must be ours. */
function ownDirectory(path: string): string {
  mkdirSync(path, { recursive: true });
  const found = lstatSync(path);
  if (!found.isDirectory() || found.uid !== process.getuid?.())
    throw new StartProblem(`${path} belongs to somebody else: remove it, or set DATA_DIR.`);
  chmodSync(path, 0o755);
  return path;
}
