import { dayNumber, offsetsOf, startOfDay } from '../../kernel/local-time.js';
import type { Problem, Sentence } from '../../kernel/refusal.js';
import { inputInvalid } from './problem.js';

/** Days that an office can have anything of. */
const FIRST = '1945-01-01';
const LAST = '2999-12-31';

const NO_DAY: Sentence = {
  id: 'Harus tanggal yang ada, seperti 2026-11-23, dari tahun 1945 sampai 2999.',
  en: 'Must be a date that exists, such as 2026-11-23, of the years 1945 to 2999.',
};
const UPSIDE_DOWN: Sentence = { id: 'Akhir masa ini sebelum awalnya.', en: 'This period ends before it begins.' };

/** Days from … until …, both with them, as a stretch of time in a zone; the names are those of the input. */
export function periodOf(
  days: { readonly from: string | undefined; readonly until: string | undefined },
  names: { readonly from: string; readonly until: string },
  zone: string,
): { readonly from: Date | undefined; readonly until: Date | undefined } {
  const from = days.from === undefined ? undefined : nearDay(days.from);
  const until = days.until === undefined ? undefined : nearDay(days.until);
  const problems: Problem[] = [];
  if (from === null) problems.push({ pointer: `/${names.from}`, detail: NO_DAY });
  if (until === null) problems.push({ pointer: `/${names.until}`, detail: NO_DAY });
  if (typeof from === 'number' && typeof until === 'number' && until < from)
    problems.push({ pointer: `/${names.until}`, detail: UPSIDE_DOWN });
  if (problems.length > 0) throw inputInvalid({}, problems);
  const offsetAt = offsetsOf(zone);
  const start = (day: number | null | undefined, later: number) =>
    typeof day === 'number' ? new Date(startOfDay(day + later, offsetAt)) : undefined;
  return { from: start(from, 0), until: start(until, 1) };
}

function nearDay(text: string): number | null {
  return FIRST <= text && text <= LAST ? (dayNumber(text) ?? null) : null;
}
