import { firstWorkingDate, longestClosure, overlapping, type CodedProfile } from '../../kernel/changed-calendar.js';
import { dayNumber } from '../../kernel/local-time.js';
import { isProfileCode, parseDay, parseProfile } from '../../kernel/parse-calendar.js';
import { refusal, type Problem, type Sentence } from '../../kernel/refusal.js';
import type { ExceptionalDay, LocalDate, Profile } from '../../kernel/working-calendar.js';
import { pointerTo } from '../../platform/api/pointer.js';
import { inputInvalid } from '../../platform/api/problem.js';
import type { CalendarState } from '../../workflow/calendars.js';
import type { ChangeDayInput, ChangeProfileInput } from './change-day.input.js';

export const dateInvalid = refusal('malformed', 'DATE_INVALID', {
  id: '"{date}" bukan tanggal seperti 2026-12-24, dari tahun 2000 sampai 2099.',
  en: '"{date}" is no date such as 2026-12-24, of the years 2000 to 2099.',
});
export const profileCodeInvalid = refusal('malformed', 'PROFILE_CODE_INVALID', {
  id: '"{code}" bukan kode profil: huruf kecil, angka, dan tanda hubung, seperti ramadan-1448-h.',
  en: '"{code}" is no code of a profile: lower-case letters, digits and hyphens, such as ramadan-1448-h.',
});

const FIRST_DATE = '2000-01-01';
const LAST_DATE = '2099-12-31';
/** Two years after the last date that can be named: what holds there holds for ever. */
const LONG_AFTER = '2101-12-31';
/** An office that is closed for longer has no deadlines that mean anything. */
const LONGEST_CLOSURE_DAYS = 366;
const MOST_PROFILES = 100;
const MOST_DAYS = 5000;

const NO_DATE: Sentence = {
  id: 'Harus tanggal seperti 2026-12-24, dari tahun 2000 sampai 2099.',
  en: 'Must be a date such as 2026-12-24, of the years 2000 to 2099.',
};
const TWICE: Sentence = { id: 'Tanggal ini disebut dua kali.', en: 'This date stands here twice.' };
const TOO_MANY: Sentence = {
  id: `Paling banyak ${MOST_DAYS} hari dan ${MOST_PROFILES} profil.`,
  en: `At most ${MOST_DAYS} days and ${MOST_PROFILES} profiles.`,
};

/** A date of a path; refused when it is none, or far away. */
export function mustBeDate(date: string): void {
  if (!isNearDate(date)) throw dateInvalid({ date: date.slice(0, 40) });
}

export function mustBeProfileCode(code: string): void {
  if (!isProfileCode(code)) throw profileCodeInvalid({ code: code.slice(0, 60) });
}

/** One day by the same rules as in a calendar's file; null for an ordinary one. */
export function dayOf({ kind = 'holiday', ...rest }: ChangeDayInput): ExceptionalDay | null {
  const { day, problems } = readDay({ kind, ...rest }, '');
  if (problems.length > 0) throw inputInvalid({}, problems);
  return day;
}

/** The days of a list, each with its date; all that is wrong is refused at once. */
export function daysOf(items: readonly object[]): Map<LocalDate, ExceptionalDay | null> {
  const days = new Map<LocalDate, ExceptionalDay | null>();
  const problems: Problem[] = [];
  for (const [index, item] of items.entries()) {
    const at = `/days/${index}`;
    const { date, kind = 'holiday', ...rest } = item as { date?: unknown; kind?: unknown };
    const read = readDay({ kind, ...rest }, at);
    problems.push(...read.problems);
    if (typeof date !== 'string' || !isNearDate(date)) problems.push({ pointer: `${at}/date`, detail: NO_DATE });
    else if (days.has(date)) problems.push({ pointer: `${at}/date`, detail: TWICE });
    else days.set(date, read.day);
  }
  if (problems.length > 0) throw inputInvalid({}, problems.slice(0, 200));
  return days;
}

/** One profile by the same rules as in a calendar's file. */
export function profileOf(code: string, input: ChangeProfileInput): CodedProfile {
  const read = parseProfile({ ...given(input) });
  const far = (['from', 'until'] as const).filter((key) => input[key] !== undefined && !isNearDate(input[key]));
  const problems = [...(read.ok ? [] : read.problems)];
  for (const key of far) {
    if (!problems.some(({ pointer }) => pointer === `/${key}`)) problems.push({ pointer: `/${key}`, detail: NO_DATE });
  }
  if (!read.ok || problems.length > 0) throw inputInvalid({}, problems);
  return { ...read.value, code };
}

/** Refuses a calendar with a long time without working hours, or in which two profiles overlap; `hours` is their place in the input. */
export function mustWork(before: CalendarState, after: CalendarState, hours: string): void {
  const problems: Problem[] = [];
  const { days, profiles } = after.calendar;
  const other = profiles
    .filter((profile) => !before.calendar.profiles.some((known) => sameTime(known, profile)))
    .map((profile) => overlapping(after.calendar, profile))
    .find((found) => found !== undefined);
  if (other) problems.push({ pointer: '/from', detail: overlaps(other) });
  if (Object.keys(days).length > MOST_DAYS || profiles.length > MOST_PROFILES) problems.push({ pointer: '', detail: TOO_MANY });
  const since = firstWorkingDate(before.file, FIRST_DATE, LAST_DATE);
  const closure = longestClosure(after.calendar, since, LONG_AFTER);
  if (closure.days > LONGEST_CLOSURE_DAYS && closure.days > longestClosure(before.calendar, since, LONG_AFTER).days) {
    problems.push({ pointer: hours, detail: closed(closure) });
  }
  if (problems.length > 0) throw inputInvalid({}, problems);
}

function sameTime(one: CodedProfile, other: CodedProfile): boolean {
  return one.code === other.code && one.from === other.from && one.until === other.until;
}

function readDay({ kind, ...rest }: { readonly kind: unknown }, at: string): { day: ExceptionalDay | null; problems: readonly Problem[] } {
  const ordinary = kind === 'ordinary';
  const read = parseDay({ ...given(rest), kind: ordinary ? 'holiday' : kind });
  if (read.ok) return { day: ordinary ? null : read.value, problems: [] };
  return { day: null, problems: read.problems.map(({ pointer, detail }) => ({ pointer: `${at}${pointer}`, detail })) };
}

/** Without what was not given: null counts as that. */
function given(input: object): object {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined && value !== null));
}

function isNearDate(date: string): boolean {
  return dayNumber(date) !== undefined && FIRST_DATE <= date && date <= LAST_DATE;
}

function overlaps({ name, from, until }: Profile): Sentence {
  const time = [from, until].filter(Boolean).join(' – ');
  return {
    id: `Waktunya bertumpang tindih dengan profil "${name}"${time && ` (${time})`}.`,
    en: `Its time overlaps with the profile "${name}"${time && ` (${time})`}.`,
  };
}

function closed({ from, days }: { readonly from: LocalDate; readonly days: number }): Sentence {
  return {
    id: `Sejak ${from} tidak ada jam kerja selama ${days} hari; paling lama ${LONGEST_CLOSURE_DAYS} hari.`,
    en: `From ${from} on there are no working hours for ${days} days; at most ${LONGEST_CLOSURE_DAYS} days are allowed.`,
  };
}

/** JSON pointer to a member of the calendar. */
export function pointerIn(list: 'days' | 'profiles', key: string | number): string {
  return pointerTo(`/${list}`, String(key));
}
