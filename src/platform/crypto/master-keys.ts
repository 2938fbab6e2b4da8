import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Config } from '../config/config.js';
import { StartProblem } from '../config/start-problem.js';
import { decrypt, encrypt, KEY_BYTES, newKey } from './cipher.js';
import { makePrivateFolder } from '../config/private-folder.js';

/** A key that wraps the keys of agencies; it is kept outside the database, and its id tells which one it is without telling it. */
export interface MasterKey {
  readonly id: string;
  readonly key: Buffer;
}

type KeySettings = Pick<Config, 'dataKey' | 'dataKeyFile' | 'dataDir'>;

/** The file that is made where no key was given. */
export const ownKeyFile = ({ dataDir }: Pick<Config, 'dataDir'>) => join(dataDir, 'data.key');

/** The master keys, the present one first, the earlier ones after it; none where none was given or made yet. */
export function readMasterKeys(config: KeySettings): readonly MasterKey[] {
  const { dataKey, dataKeyFile } = config;
  if (dataKey) return parse(dataKey, 'DATA_KEY');
  const path = dataKeyFile ?? ownKeyFile(config);
  if (existsSync(path)) return parse(readFileSync(path, 'utf8'), path);
  if (dataKeyFile) throw new StartProblem(`DATA_KEY_FILE: there is no file ${dataKeyFile}.`);
  return [];
}

/** Makes a key of our own, for nobody but us to read; whoever makes it first makes it for all. */
export function makeOwnKey(config: KeySettings): readonly MasterKey[] {
  const path = ownKeyFile(config);
  makePrivateFolder(dirname(path));
  const draft = writeBeside(path, [newKey()]);
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readMasterKeys(config);
}

/** Puts keys into a file, in the place of what was there: whole or not at all. */
export function writeKeyFile(path: string, keys: readonly Buffer[]): void {
  renameSync(writeBeside(path, keys), path);
}

export function masterKey(key: Buffer): MasterKey {
  return { id: createHash('sha256').update('terbit master key\n').update(key).digest('hex').slice(0, 12), key };
}

export const wrap = ({ key }: MasterKey, inner: Buffer, about: string): Buffer => encrypt(key, inner, about);
export const unwrap = ({ key }: MasterKey, box: Buffer, about: string): Buffer => decrypt(key, box, about);

function writeBeside(path: string, keys: readonly Buffer[]): string {
  const draft = `${path}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, `${keys.map((key) => key.toString('base64')).join('\n')}\n`, { mode: 0o600, flag: 'wx' });
  chmodSync(draft, 0o600);
  return draft;
}

/** Keys in base64, of 32 bytes each, between commas or on lines of their own; lines with # are remarks. */
function parse(text: string, where: string): readonly MasterKey[] {
  const written = text
    .split('\n')
    .filter((line) => !line.trim().startsWith('#'))
    .flatMap((line) => line.split(','))
    .map((each) => each.trim())
    .filter(Boolean);
  const keys = written.map((each) => (/^[A-Za-z0-9+/_-]{43}=?$/.test(each) ? Buffer.from(each, 'base64') : Buffer.alloc(0)));
  if (keys.length === 0 || keys.some((key) => key.length !== KEY_BYTES))
    throw new StartProblem(`${where} must hold one or more keys of 32 bytes in base64, such as "openssl rand -base64 32" makes them.`);
  return keys.map(masterKey);
}
