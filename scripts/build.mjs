import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const compiler = join(root, 'node_modules/@nestjs/cli/bin/nest.js');

/** Whether the sources are newer than what was built from them. An installation without the compiler runs what it has. */
export function isStale() {
  if (!canBuild()) return false;
  const built = newest(join(root, 'dist'));
  return (
    !existsSync(join(root, 'dist/launch.js')) ||
    ['src', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'].some((part) => newest(join(root, part)) > built)
  );
}

export function canBuild() {
  return existsSync(join(root, 'src')) && existsSync(compiler);
}

/** Builds; true when it succeeded. */
export function build() {
  return spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' }).status === 0;
}

function newest(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return 0;
  if (!found.isDirectory()) return found.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), 0);
}
