import type { ProposalRow } from '../../workflow/calendar-proposals.js';
import type { CalendarProposalView } from './calendar.view.js';
import type { CodedProfile } from '../../kernel/changed-calendar.js';
import type { Weekday } from '../../kernel/local-time.js';
import type { ExceptionalDay, Interval, Week } from '../../kernel/working-calendar.js';
import type { CalendarState, KeptChange, SetBy } from '../../workflow/calendars.js';
import { pointerIn } from './calendar-input.js';
import type { CalendarView } from './calendar.view.js';

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** What officials call the three zones of the country. */
const ZONE_NAMES: Readonly<Record<string, string>> = {
  'Asia/Jakarta': 'WIB',
  'Asia/Pontianak': 'WIB',
  'Asia/Makassar': 'WITA',
  'Asia/Jayapura': 'WIT',
};

/** A calendar as people read it, in the words in which it is changed. */
export function calendarView(agency: string, { version, file, calendar, days, profiles }: CalendarState): CalendarView {
  const { zone } = calendar;
  return {
    agency,
    version,
    zone,
    zoneName: ZONE_NAMES[zone] ?? null,
    profiles: calendar.profiles.map((profile) => ({ ...profileView(profile), ...origin(profiles.get(profile.code)) })),
    days: Object.entries(calendar.days).map(([date, day]) => ({ date, ...dayView(day), ...origin(days.get(date)) })),
    ordinary: [...days].filter(([date, { day }]) => !day && date in file.days).map(([date, set]) => ({ date, ...origin(set) })),
    unconfirmed: [
      ...calendar.profiles.flatMap((profile, index) => unconfirmed(profile, pointerIn('profiles', index), { code: profile.code })),
      ...Object.entries(calendar.days).flatMap(([date, day]) => unconfirmed(day, pointerIn('days', date), { date })),
    ],
  };
}

/** A change as it was kept, in the same words. */
export function changeView({ kind, key, before, after }: KeptChange): object {
  const shown = (value: object | null) => {
    if (!value || kind === 'file') return null;
    return kind === 'day' ? dayView(value as ExceptionalDay) : profileView(value as CodedProfile);
  };
  return { kind, key, before: shown(before), after: shown(after) };
}

export function dayView({ kind, name, intervals, source, confirmed = true }: ExceptionalDay): object {
  return { kind, name, ...(source && { source }), confirmed, hours: intervals.map(hours) };
}

function profileView({ code, name, source, confirmed = true, from, until, week }: CodedProfile): object {
  return { code, name, ...(source && { source }), confirmed, ...(from && { from }), ...(until && { until }), week: weekView(week) };
}

function origin(set: SetBy | undefined): object {
  return { shipped: set === undefined, ...(set && { changed: { by: set.by, at: set.at } }) };
}

function unconfirmed(item: ExceptionalDay | CodedProfile, pointer: string, key: object): object[] {
  return item.confirmed === false ? [{ pointer, ...key, name: item.name, ...(item.source && { source: item.source }) }] : [];
}

function weekView(week: Week): Record<string, string[]> {
  const days: Record<string, string[]> = {};
  for (const [index, name] of WEEKDAYS.entries()) {
    const intervals = week[(index + 1) as Weekday];
    if (intervals) days[name] = intervals.map(hours);
  }
  return days;
}

function hours({ from, to }: Interval): string {
  return `${clock(from)}-${clock(to)}`;
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** A proposal as people read it. */
export function proposalView(row: ProposalRow): CalendarProposalView {
  return {
    id: row.id,
    proposedAt: row.proposed_at.toISOString(),
    proposedBy: row.proposed_by_name,
    source: row.source,
    firstDate: row.first_date,
    edit: { days: Object.fromEntries(row.edit.days), profiles: Object.fromEntries(row.edit.profiles) },
    applications: row.applications,
    firstApplications: [...row.first_applications],
    decision: row.decision,
    decidedAt: row.decided_at?.toISOString() ?? null,
    decidedBy: row.decided_by_name,
    version: row.version,
  };
}
