import type { Tx } from '../database/tx.js';
import { encryptWith, decryptWith, type Owner, type Vault } from './vault.js';

/** How an encrypted text begins in a text column; what begins otherwise is from before it was encrypted. */
const BEGINS = '$sealed:';

/** A text, encrypted for a text column with the key of its case; throws when that key was destroyed. */
export async function encryptText(vault: Vault, of: Owner, about: string, text: string, tx?: Tx): Promise<string> {
  return BEGINS + (await vault.encrypt(of, about, text, tx)).$sealed;
}

/** The same with a key that is at hand. */
export function encryptTextWith(key: Buffer, of: Owner, about: string, text: string): string {
  return BEGINS + encryptWith(key, of, about, text).$sealed;
}

/** The text again, or null when its key was destroyed; a text in the clear as it is. */
export async function decryptText(vault: Vault, of: Owner, about: string, kept: string, tx?: Tx): Promise<string | null> {
  if (!isEncryptedText(kept)) return kept;
  return (await vault.decrypt<string>(of, about, { $sealed: kept.slice(BEGINS.length) }, tx)) ?? null;
}

/** The text again by the key of its case; null without it. */
export function openTextWith(key: Buffer | null, of: Owner, about: string, kept: string): string | null {
  return decryptWith<string>(key, of, about, { $sealed: kept.slice(BEGINS.length) }) ?? null;
}

export function isEncryptedText(kept: string): boolean {
  return kept.startsWith(BEGINS);
}
