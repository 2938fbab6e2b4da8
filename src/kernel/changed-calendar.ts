import { dayNumber, localDate } from './local-time.js';
import { isProfileCode } from './parse-calendar.js';
import type { ExceptionalDay, Interval, LocalDate, Profile, WorkingCalendar } from './working-calendar.js';
import { WorkingDays } from './working-days.js';

/** What an administrator has set in place of what the file says; null makes a date an ordinary day. */
export interface CalendarChanges {
  readonly days: ReadonlyMap<LocalDate, ExceptionalDay | null>;
  /** By code: in place of the file's profile of that code, or beside the others. */
  readonly profiles: ReadonlyMap<string, Profile>;
}

/** A profile with the code it is known by. */
export type CodedProfile = Profile & { readonly code: string };

/** A calendar whose profiles can all be named. */
export type CodedCalendar = Omit<WorkingCalendar, 'profiles'> & { readonly profiles: readonly CodedProfile[] };

/**
 * The calendar in force: the file's, with the changes. Profiles without end or beginning lie at the bottom, then those that hold from a
 * day on, the later one above, then those that hold for a time, such as Ramadan: the last one that covers a date wins.
 */
export function changedCalendar(file: WorkingCalendar, changes: CalendarChanges): CodedCalendar {
  const profiles = new Map(coded(file.profiles).map((profile) => [profile.code, profile]));
  for (const [code, profile] of changes.profiles) profiles.set(code, { ...profile, code });
  const days = new Map<LocalDate, ExceptionalDay>(Object.entries(file.days));
  for (const [date, day] of changes.days) {
    if (day) days.set(date, day);
    else days.delete(date);
  }
  return {
    zone: file.zone,
    profiles: [...profiles.values()].sort((one, other) => layer(one) - layer(other) || begins(one).localeCompare(begins(other))),
    days: Object.fromEntries([...days].sort(([one], [other]) => (one < other ? -1 : 1))),
  };
}

/** The first date on which somebody may work other hours than before; undefined: on none. It may be earlier than it has to be. */
export function firstDifference(before: WorkingCalendar, after: WorkingCalendar): LocalDate | undefined {
  const dates = [...new Set([...Object.keys(before.days), ...Object.keys(after.days)])].filter(
    (date) => hoursText(before.days[date]) !== hoursText(after.days[date]),
  );
  const [old, now] = [before, after].map(({ profiles }) => new Map(profiles.map((profile) => [profileText(profile), profile])));
  for (const [one, other] of [
    [old!, now!],
    [now!, old!],
  ] as const) {
    for (const [text, profile] of one) if (!other.has(text)) dates.push(profile.from ?? '0001-01-01');
  }
  return dates.sort()[0];
}

/** The longest stretch of whole days without working hours, from one date to another, both of them included. */
export function longestClosure(
  calendar: WorkingCalendar,
  first: LocalDate,
  last: LocalDate,
): { readonly from: LocalDate; readonly days: number } {
  const working = new WorkingDays(calendar);
  const end = dayNumber(last)!;
  let longest = { from: first, days: 0 };
  let since = dayNumber(first)!;
  for (let day = since; day <= end + 1; day++) {
    if (day <= end && working.hoursOn(day).length === 0) continue;
    if (day - since > longest.days) longest = { from: localDate(since), days: day - since };
    since = day + 1;
  }
  return longest;
}

/** The first date from `first` on with working hours, at most until `last`. */
export function firstWorkingDate(calendar: WorkingCalendar, first: LocalDate, last: LocalDate): LocalDate {
  const working = new WorkingDays(calendar);
  const end = dayNumber(last)!;
  let day = dayNumber(first)!;
  while (day < end && working.hoursOn(day).length === 0) day++;
  return localDate(day);
}

/** Another profile that holds for a time which overlaps with this one's; those that lie below them all do not count. */
export function overlapping(calendar: CodedCalendar, { code, from, until }: CodedProfile): Profile | undefined {
  const clash = (other: Profile): boolean => {
    if (from && until) return !!other.from && !!other.until && other.from <= until && from <= other.until;
    // Of two that hold from the same day on, or without beginning, neither is above the other.
    return !(other.from && other.until) && other.from === from && other.until === until;
  };
  return calendar.profiles.find((other) => other.code !== code && clash(other));
}

/** Profiles with the codes they are known by: their own, or their name in small letters and hyphens. */
function coded(profiles: readonly Profile[]): CodedProfile[] {
  const taken = new Set<string>();
  return profiles.map((profile) => {
    const base = profile.code ?? slug(profile.name);
    let code = base;
    for (let no = 2; taken.has(code); no++) code = `${base}-${no}`;
    taken.add(code);
    return { ...profile, code };
  });
}

function slug(name: string): string {
  const text = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 50)
    .replace(/^-+|-+$/g, '');
  return isProfileCode(text) ? text : 'profil';
}

function layer({ from, until }: Profile): number {
  if (from && until) return 2;
  return from || until ? 1 : 0;
}

function begins({ from }: Profile): string {
  return from ?? '';
}

function hoursText(day: ExceptionalDay | undefined): string {
  return day ? intervalsText(day.intervals) : 'ordinary';
}

function profileText({ from, until, week }: Profile): string {
  const days = ([1, 2, 3, 4, 5, 6, 7] as const).map((day) => intervalsText(week[day] ?? []));
  return [from ?? '', until ?? '', ...days].join('|');
}

function intervalsText(intervals: readonly Interval[]): string {
  return intervals.map(({ from, to }) => `${from}-${to}`).join(',');
}
