import type { Vault } from '../../platform/crypto/vault.js';
import type { Tx } from '../../platform/database/tx.js';
import type { FilledForm } from '../../workflow/filled-forms.js';
import type { KeptContent, LetterContent } from './letter.entity.js';

const ABOUT = 'letter';

export async function sealContent(vault: Vault, agency: string, owner: string, content: LetterContent, tx: Tx): Promise<KeptContent> {
  if (!content.filled) return content;
  return { ...content, filled: await vault.seal({ agency, owner }, ABOUT, content.filled, tx) };
}

/** What it says; without what was filled in, where that was erased. */
export async function openContent(vault: Vault, agency: string, owner: string, kept: KeptContent, tx?: Tx): Promise<LetterContent> {
  const { filled, ...rest } = kept;
  const opened = filled && (await vault.unseal<FilledForm>({ agency, owner }, ABOUT, filled, tx));
  return opened ? { ...rest, filled: opened } : rest;
}
