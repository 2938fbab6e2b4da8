import { dayNumber, isZone } from './local-time.js';
import { ProblemList, readBlock, readIntervals, readWeek, shown, type FieldPath } from './parse-hours.js';
import type { Problem, Sentence } from './refusal.js';
import type { ExceptionalDay, LocalDate, Profile, WorkingCalendar } from './working-calendar.js';

const MOST_PROFILES = 100;
const MOST_DAYS = 5000;
const LONGEST_TEXT = 300;
const LONGEST_CODE = 60;
const KINDS = ['holiday', 'joint-leave', 'closed', 'short', 'extra'] as const;
const WITH_HOURS: readonly string[] = ['short', 'extra'];
const PROFILE_KEYS = ['code', 'name', 'source', 'confirmed', 'from', 'until', 'week'];
const DAY_KEYS = ['kind', 'name', 'source', 'confirmed', 'intervals'];

const NO_ZONE: Sentence = {
  id: 'Zona waktu {zone} tidak dikenal; contoh: Asia/Jakarta (WIB), Asia/Makassar (WITA), Asia/Jayapura (WIT).',
  en: 'The time zone {zone} is not known; examples: Asia/Jakarta (WIB), Asia/Makassar (WITA), Asia/Jayapura (WIT).',
};
const UNKNOWN_KEY: Sentence = { id: '{key} bukan kunci di sini; yang boleh: {keys}.', en: '{key} is not a key here; allowed are {keys}.' };
const NO_PROFILES: Sentence = { id: 'Harus berupa daftar 1 sampai {most} profil.', en: 'Must be a list of 1 to {most} profiles.' };
const NO_HOURS: Sentence = { id: 'Tidak ada jam kerja satu pun.', en: 'There are no working hours at all.' };
const NO_TEXT: Sentence = { id: 'Harus berupa teks 1 sampai {most} huruf.', en: 'Must be text of 1 to {most} characters.' };
const NO_CODE: Sentence = {
  id: 'Kode ditulis dengan huruf kecil, angka, dan tanda hubung, 1 sampai {most} huruf.',
  en: 'A code is written in lower-case letters, digits and hyphens, 1 to {most} characters.',
};
const NO_FLAG: Sentence = { id: 'Harus true atau false.', en: 'Must be true or false.' };
const NO_DATE: Sentence = { id: '{date} bukan tanggal, misalnya "2026-11-23".', en: '{date} is no date, such as "2026-11-23".' };
const BACKWARDS: Sentence = { id: 'Hari terakhir {date} mendahului hari pertama.', en: 'The last day {date} is before the first.' };
const NO_KIND: Sentence = { id: 'Jenis hari: {kinds}.', en: 'The kind of a day is one of: {kinds}.' };
const CLOSED_HOURS: Sentence = {
  id: 'Hari {kind} tidak mempunyai jam; pakai short atau extra.',
  en: 'A {kind} day has no hours; use short or extra.',
};
const OPEN_HOURS: Sentence = { id: 'Hari {kind} harus mempunyai jam.', en: 'A {kind} day must have hours.' };
const TOO_MANY_DAYS: Sentence = { id: 'Paling banyak {most} hari.', en: 'At most {most} days.' };

/** Something in a calendar that is expected but not yet official (`confirmed: false`): an administrator is to confirm it. */
export interface Unconfirmed {
  /** JSON pointer to the profile or day. */
  readonly pointer: string;
  readonly name: string;
  readonly source?: string;
}

export type ParsedCalendar =
  | { readonly ok: true; readonly calendar: WorkingCalendar; readonly unconfirmed: readonly Unconfirmed[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Reads a working calendar from parsed YAML or JSON, whatever that may hold: the calendar, or everything that is wrong with it.
 * The zone is not in the file, for the same hours hold in all of them; it is the agency's.
 */
export function parseCalendar(data: unknown, zone: string): ParsedCalendar {
  const reader = new CalendarReader();
  if (!isZone(zone)) reader.problems.add(['zone'], NO_ZONE, { zone: shown(zone) });
  const file = readBlock(data, [], reader.problems) ?? new Map<string, unknown>();
  reader.noOtherKeys(file, ['profiles', 'days'], []);
  const profiles = reader.profiles(file.get('profiles'));
  const days = reader.days(file.get('days') ?? {});
  const { all: problems } = reader.problems;
  if (
    problems.length === 0 &&
    ![...profiles.flatMap(({ week }) => Object.values(week)), ...Object.values(days).map((day) => day.intervals)].some(
      (hours) => hours.length > 0,
    )
  ) {
    reader.problems.add(['profiles'], NO_HOURS);
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, calendar: { zone, profiles, days }, unconfirmed: reader.unconfirmed };
}

/** One profile or one day, or everything that is wrong with it. */
export type CalendarParseResult<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads one profile as it stands in a calendar's file; pointers begin at `at`. */
export function parseProfile(data: unknown, at: FieldPath = []): CalendarParseResult<Profile> {
  const reader = new CalendarReader();
  return parsed(reader, reader.profile(data, at));
}

/** Reads one exceptional day as it stands in a calendar's file, without its date; pointers begin at `at`. */
export function parseDay(data: unknown, at: FieldPath = []): CalendarParseResult<ExceptionalDay> {
  const reader = new CalendarReader();
  return parsed(reader, reader.day(data, at));
}

/** Whether a text may be the code of a profile. */
export function isProfileCode(text: string): boolean {
  return text.length <= LONGEST_CODE && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
}

function parsed<T>(reader: CalendarReader, value: T | undefined): CalendarParseResult<T> {
  const { all: problems } = reader.problems;
  return value !== undefined && problems.length === 0 ? { ok: true, value } : { ok: false, problems };
}

class CalendarReader {
  readonly problems = new ProblemList();
  readonly unconfirmed: Unconfirmed[] = [];

  profiles(value: unknown): Profile[] {
    if (Array.isArray(value) && value.length > 0 && value.length <= MOST_PROFILES) {
      return Array.from(value as readonly unknown[], (each, index) => this.profile(each, ['profiles', index])).filter(
        (each) => each !== undefined,
      );
    }
    this.problems.add(['profiles'], NO_PROFILES, { most: MOST_PROFILES });
    return [];
  }

  days(value: unknown): Record<LocalDate, ExceptionalDay> {
    const block = readBlock(value, ['days'], this.problems) ?? new Map<string, unknown>();
    if (block.size > MOST_DAYS) this.problems.add(['days'], TOO_MANY_DAYS, { most: MOST_DAYS });
    const read: [LocalDate, ExceptionalDay][] = [];
    for (const [date, each] of [...block].slice(0, MOST_DAYS)) {
      const at = ['days', date];
      const day = this.day(each, at);
      if (this.date(date, at) && day) read.push([date, day]);
    }
    return Object.fromEntries(read);
  }

  noOtherKeys(block: ReadonlyMap<string, unknown>, keys: readonly string[], at: FieldPath): void {
    for (const key of block.keys()) {
      if (!keys.includes(key)) this.problems.add([...at, key], UNKNOWN_KEY, { key: shown(key), keys: keys.join(', ') });
    }
  }

  profile(value: unknown, at: FieldPath): Profile | undefined {
    const block = readBlock(value, at, this.problems);
    if (!block) return undefined;
    this.noOtherKeys(block, PROFILE_KEYS, at);
    const named = this.named(block, at);
    const code = block.get('code');
    if (code !== undefined && !(typeof code === 'string' && isProfileCode(code)))
      return this.problems.add([...at, 'code'], NO_CODE, { most: LONGEST_CODE });
    const [from, until] = ['from', 'until'].map((key) => (block.has(key) ? this.date(block.get(key), [...at, key]) : undefined));
    if (from && until && until < from) this.problems.add([...at, 'until'], BACKWARDS, { date: until });
    const week = readWeek(block.get('week'), [...at, 'week'], this.problems);
    return { ...(code !== undefined && { code }), ...named, ...(from && { from }), ...(until && { until }), week };
  }

  day(value: unknown, at: FieldPath): ExceptionalDay | undefined {
    const block = readBlock(value, at, this.problems);
    if (!block) return undefined;
    this.noOtherKeys(block, DAY_KEYS, at);
    const named = this.named(block, at);
    const kind = KINDS.find((each) => each === block.get('kind'));
    const intervals = block.has('intervals') ? readIntervals(block.get('intervals'), [...at, 'intervals'], this.problems) : [];
    if (!kind) return this.problems.add([...at, 'kind'], NO_KIND, { kinds: KINDS.join(', ') });
    if (!intervals) return undefined;
    const open = WITH_HOURS.includes(kind);
    if (open && intervals.length === 0) this.problems.add([...at, 'intervals'], OPEN_HOURS, { kind });
    if (!open && intervals.length > 0) this.problems.add([...at, 'intervals'], CLOSED_HOURS, { kind });
    return { kind, intervals, ...named };
  }

  private named(block: ReadonlyMap<string, unknown>, at: FieldPath): { name: string; source?: string; confirmed?: boolean } {
    const name = this.text(block.get('name'), [...at, 'name']) ?? '';
    const source = block.has('source') ? this.text(block.get('source'), [...at, 'source']) : undefined;
    const read = { name, ...(source && { source }) };
    const confirmed = block.has('confirmed') ? block.get('confirmed') : true;
    if (typeof confirmed !== 'boolean') this.problems.add([...at, 'confirmed'], NO_FLAG);
    if (confirmed !== false) return read;
    this.unconfirmed.push({ pointer: `/${at.join('/')}`, ...read });
    return { ...read, confirmed };
  }

  private text(value: unknown, at: FieldPath): string | undefined {
    return typeof value === 'string' && value.trim() !== '' && value.length <= LONGEST_TEXT
      ? value
      : this.problems.add(at, NO_TEXT, { most: LONGEST_TEXT });
  }

  private date(value: unknown, at: FieldPath): LocalDate | undefined {
    if (typeof value === 'string' && dayNumber(value) !== undefined) return value;
    return this.problems.add(at, NO_DATE, { date: typeof value === 'string' ? shown(value) : '?' });
  }
}
