import { newId } from '../../kernel/ids.js';
import { refusal } from '../../kernel/refusal.js';
import type { Tx } from '../../platform/database/tx.js';
import type { ActivityContext } from '../../workflow/activity.js';
import type { LetterMarkRow } from './letter-mark.entity.js';
import { MARK, PRESENT_LETTER } from './letter-statements.js';
import type { LetterRow, LetterStatus } from './letter.entity.js';

export const letterMissing = refusal('conflict', 'LETTER_MISSING', {
  id: 'Permohonan ini belum mempunyai surat.',
  en: 'This application has no letter yet.',
});

export type PresentLetter = Pick<LetterRow, 'id' | 'kind' | 'number' | 'content'>;

/** The letter that a case is at. */
export async function presentLetter(tx: Tx, { agency, application }: ActivityContext): Promise<PresentLetter> {
  const [letter] = await tx.run<PresentLetter>(PRESENT_LETTER, [agency.code, application.id]);
  if (!letter) throw letterMissing();
  return letter;
}

/** Puts initials or a signature, or its refusal, on the present draft; answers on which one. */
export async function mark(
  tx: Tx,
  { agency, application, principal, task, now }: ActivityContext,
  mark: Pick<LetterMarkRow, 'kind' | 'result' | 'reason'> & { readonly status: LetterStatus },
): Promise<{ readonly id: string; readonly draft: number; readonly content_hash: string }> {
  // prettier-ignore
  const [marked] = await tx.run<{ id: string; draft: number; content_hash: string }>(MARK, [
    agency.code, application.id, mark.status, now, newId(now), mark.kind, task.role, principal.id, principal.name, mark.result, mark.reason,
  ]);
  if (!marked) throw letterMissing();
  return marked;
}
