import { dateIn } from '../../platform/numbering/number-format.js';
import type { LetterRow } from './letter.entity.js';

/**
 * The date of a final letter (YYYY-MM-DD), by which everything prints, sorts, filters and exports it: that of its line in the book; of
 * a letter without a number the day of its signature.
 */
export function dateOfLetter(letter: Pick<LetterRow, 'dated' | 'signed_at' | 'updated_at'>, zone: string): string {
  return letter.dated ?? dateIn(letter.signed_at ?? letter.updated_at, zone);
}
