import { ERASED_TEXT, type CaseTexts } from '../../platform/crypto/case-texts.js';
import type { DispositionRow } from './disposition.entity.js';

/** A disposition with its instruction, which is encrypted. */
export async function openedDisposition(texts: CaseTexts, row: DispositionRow): Promise<DispositionRow> {
  const of = { agency: row.agency, owner: row.application_id };
  return { ...row, instruction: (await texts.opened('instruction', of, row.instruction)) ?? ERASED_TEXT };
}
