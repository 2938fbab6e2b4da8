import { CaseTexts } from '../../platform/crypto/case-texts.js';
import type { Vault } from '../../platform/crypto/vault.js';
import type { Tx } from '../../platform/database/tx.js';
import type { FilledForm } from '../../workflow/filled-forms.js';
import type { KeptContent, LetterContent } from './letter.entity.js';

const ABOUT = 'letter';

/** A letter's content as it is kept: what the applicant filled in, and the words of the office, are encrypted. */
export async function encryptContent(vault: Vault, agency: string, owner: string, content: KeptContent, tx: Tx): Promise<KeptContent> {
  const of = { agency, owner };
  const { filled } = content;
  const encrypted = filled ? { ...content, filled: '$sealed' in filled ? filled : await vault.encrypt(of, ABOUT, filled, tx) } : content;
  return (await new CaseTexts(vault).kept('letterContent', of, encrypted, tx)) as KeptContent;
}

/** What it says; without what was filled in and written, where that was erased. */
export async function openContent(vault: Vault, agency: string, owner: string, kept: KeptContent, tx?: Tx): Promise<LetterContent> {
  const { filled, ...rest } = kept;
  const of = { agency, owner };
  const texts = (await new CaseTexts(vault).opened('letterContent', of, rest, tx))!;
  const content = Object.fromEntries(Object.keys(rest).map((name) => [name, (texts as Record<string, unknown>)[name] ?? null]));
  const opened = filled && (await vault.decrypt<FilledForm>(of, ABOUT, filled, tx));
  return { ...(content as unknown as typeof rest), ...(opened && { filled: opened }) };
}
