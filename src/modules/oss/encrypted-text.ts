import { AGENCY_ITSELF, encryptWith, type Owner, type Encrypted, type Vault } from '../../platform/crypto/vault.js';
import type { Tx } from '../../platform/database/tx.js';

/** A text as it lies in its column. */
export interface KeptText {
  /** False in rows from before: these are read as they are. */
  readonly sealed: boolean;
  readonly text: string;
}

/** Whose key a call is sealed with: that of its case, which is destroyed with it; of the agency where no case is known yet. */
export function ownerOf(agency: string, application?: string | null): Owner {
  return { agency, owner: application ?? AGENCY_ITSELF };
}

/** A text for its column; nothing of it where the key was destroyed: what is erased does not come back with a later call. */
export async function encryptText(vault: Vault, of: Owner, about: string, text: string, tx?: Tx): Promise<string> {
  const key = await vault.key(of, tx);
  return key ? JSON.stringify(encryptWith(key, of, about, text)) : '';
}

/** The text again; empty where it was erased. */
export async function openText(vault: Vault, of: Owner, about: string, { sealed, text }: KeptText, tx?: Tx): Promise<string> {
  if (!sealed || text === '') return text;
  return (await vault.decrypt<string>(of, about, JSON.parse(text) as Encrypted, tx)) ?? '';
}
