import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makePrivateFolder, PRIVATE_FILE } from './private-folder.js';

const BYTES = 18;

/** A random secret of this installation, made once and kept in DATA_DIR for its operator alone. */
export function ownSecret(dataDir: string, name: string): string {
  return readOwnSecret(dataDir, name) ?? makeOwnSecret(dataDir, name);
}

/** The secret, where there is one. */
export function readOwnSecret(dataDir: string, name: string): string | undefined {
  try {
    return readFileSync(join(dataDir, name), 'utf8').trim() || undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

export function removeOwnSecret(dataDir: string, name: string): void {
  rmSync(join(dataDir, name), { force: true });
}

function makeOwnSecret(dataDir: string, name: string): string {
  const secret = randomBytes(BYTES).toString('base64url');
  makePrivateFolder(dataDir);
  try {
    writeFileSync(join(dataDir, name), `${secret}\n`, { mode: PRIVATE_FILE, flag: 'wx' });
    return secret;
  } catch (error) {
    // Another process of this installation was first.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return ownSecret(dataDir, name);
    throw error;
  }
}
