import { newId } from '../../kernel/ids.js';
import { APPLICANT } from '../../kernel/principal.js';
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

export type PresentLetter = Pick<LetterRow, 'id' | 'kind' | 'number' | 'dated' | 'content' | 'content_hash' | 'replaces'>;

/** The letter that a case is at. */
export async function presentLetter(tx: Tx, { agency, application }: ActivityContext): Promise<PresentLetter> {
  const [letter] = await tx.run<PresentLetter>(PRESENT_LETTER, [agency.code, application.id]);
  if (!letter) throw letterMissing();
  return letter;
}

/** Puts initials or a signature, or its refusal, on the present draft; answers on which one. */
export async function mark(
  tx: Tx,
  context: ActivityContext,
  mark: Pick<LetterMarkRow, 'kind' | 'result' | 'reason'> & { readonly status: LetterStatus },
): Promise<{ readonly id: string; readonly draft: number; readonly content_hash: string }> {
  const { agency, application, principal, task, now } = context;
  const { title, onBehalf } = printedAs(context);
  // prettier-ignore
  const [marked] = await tx.run<{ id: string; draft: number; content_hash: string }>(MARK, [
    agency.code, application.id, mark.status, now, newId(now), mark.kind, task.role, principal.id, principal.name, mark.result, mark.reason,
    title, onBehalf,
  ]);
  if (!marked) throw letterMissing();
  return marked;
}

const SIGNS = { plh: 'Plh.', plt: 'Plt.', an: 'a.n.' } as const;

/**
 * How an office stands above a name on paper: the role's own title; "Plh. Kepala Dinas" for who stands in for its holder; for who
 * signs on behalf of them, their own office in a line below.
 */
export function printedAs({ agency, task, actor, principal }: ActivityContext): {
  readonly title: string;
  readonly onBehalf: string | null;
} {
  const titled = (role: string) => agency.roles.find(({ code }) => code === role)?.title.id ?? role;
  const { onBehalfOf } = actor;
  if (!onBehalfOf) return { title: titled(task.role), onBehalf: null };
  const title = `${SIGNS[onBehalfOf.kind]} ${titled(task.role)}`;
  const own = principal.roles.find((held) => !held.actingFor && held.role !== APPLICANT);
  return { title: onBehalfOf.kind === 'an' && own ? `${title}\n${titled(own.role)}` : title, onBehalf: JSON.stringify(onBehalfOf) };
}
