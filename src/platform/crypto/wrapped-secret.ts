import { hkdfSync } from 'node:crypto';
import { StartProblem } from '../config/start-problem.js';
import { decrypt, encrypt, KEY_BYTES } from './cipher.js';
import type { MasterKey } from './master-keys.js';

/** `tbs1.`, the id of the master key, and what was encrypted with a key derived from it for this one purpose. */
const SHAPE = /^tbs1\.([0-9a-f]{12})\.([\w-]+)$/;

export function isWrappedSecret(text: string): boolean {
  return SHAPE.test(text);
}

/** The id of the master key that a secret is encrypted with. */
export function masterOf(text: string): string | undefined {
  return SHAPE.exec(text)?.[1];
}

export function wrapSecret(master: MasterKey, name: string, secret: string): string {
  const box = encrypt(keyFor(master, name), Buffer.from(secret), about(name));
  return `tbs1.${master.id}.${box.toString('base64url')}`;
}

/** Refuses what lies in the clear: it may have been put there by whoever can write the database. */
export function unwrapSecret(masters: readonly MasterKey[], name: string, text: string): string {
  const [, id, box] = SHAPE.exec(text) ?? [];
  if (!id || !box) throw new Error(`the service secret ${name} is not encrypted`);
  const master = masters.find((each) => each.id === id);
  if (!master) {
    throw new StartProblem(
      `DATA_KEY: the service secret ${name} is encrypted with master key ${id}, and that is not among the given ones ` +
        `(${masters.map((each) => each.id).join(', ') || 'none'}). Give the key that was used before, in DATA_KEY, DATA_KEY_FILE or DATA_DIR/data.key.`,
    );
  }
  return decrypt(keyFor(master, name), Buffer.from(box, 'base64url'), about(name)).toString();
}

/** A key of its own for each name: what encrypts one secret is of no use for another, nor for the keys of agencies. */
function keyFor({ key }: MasterKey, name: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', about(name), KEY_BYTES));
}

const about = (name: string) => `terbit service secret ${name}`;
