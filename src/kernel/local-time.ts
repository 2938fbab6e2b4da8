import type { LocalDate } from './working-calendar.js';

export const DAY_MS = 86_400_000;
export const MINUTE_MS = 60_000;
const LOOK_EVERY_MS = 5 * DAY_MS;
const CENTURY = Date.UTC(2000, 0, 1);
/** Of a hundred years and more. */
const MOST_SPANS = 8000;

/** Days from 1970-01-01 to a calendar date, whatever the zone; undefined for what is no date, such as "2026-02-30". */
export function dayNumber(date: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined;
  const day = Date.parse(`${date}T00:00:00Z`) / DAY_MS;
  return Number.isInteger(day) && localDate(day) === date ? day : undefined;
}

/** The calendar date of a day number. */
export function localDate(day: number): LocalDate {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** The ISO weekday of a day number, 1 Monday to 7 Sunday. */
export function weekdayOf(day: number): Weekday {
  return (((((day + 3) % 7) + 7) % 7) + 1) as Weekday;
}

/** Whether the runtime knows this IANA zone; bare offsets such as "+07:00" are refused, for they follow no law. */
export function isZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** How far local time is ahead of UTC at an instant, both in milliseconds. */
export type OffsetAt = (instant: number) => number;

/**
 * The offsets of an IANA zone; throws RangeError for an unknown zone. Asking the runtime is slow, and so the answers are kept by spans of
 * five days that begin and end with the same one: this century no zone changed back within six.
 */
export function offsetsOf(zone: string): OffsetAt {
  const exactly = exactOffsetsOf(zone);
  const known = new Map<number, number | undefined>();
  return (instant) => {
    if (!(instant >= CENTURY)) return exactly(instant);
    const span = Math.floor(instant / LOOK_EVERY_MS);
    if (!known.has(span)) {
      const [first, last] = [exactly(span * LOOK_EVERY_MS), exactly((span + 1) * LOOK_EVERY_MS)];
      if (known.size >= MOST_SPANS) known.clear();
      known.set(span, first === last ? first : undefined);
    }
    return known.get(span) ?? exactly(instant);
  };
}

function exactOffsetsOf(zone: string): OffsetAt {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  return (instant) => {
    const [, sign, hours, minutes, seconds] = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(format.format(instant)) ?? [];
    const ms = (Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0)) * 1000;
    return sign === '-' ? -ms : ms;
  };
}

/** A stretch of time, [from, until) in instants, during which a zone keeps one offset. */
export interface OffsetSpan {
  readonly from: number;
  readonly until: number;
  readonly offset: number;
}

/** Cuts [from, until) wherever the offset changes, looking every five days. */
export function offsetSpans(offsetAt: OffsetAt, from: number, until: number): OffsetSpan[] {
  const spans: OffsetSpan[] = [];
  let start = from;
  let offset = offsetAt(from);
  for (let at = from; at < until; at += LOOK_EVERY_MS) {
    const next = Math.min(at + LOOK_EVERY_MS, until);
    if (offsetAt(next) === offset) continue;
    const change = changeBetween(offsetAt, at, next);
    spans.push({ from: start, until: change, offset });
    start = change;
    offset = offsetAt(change);
  }
  return [...spans, { from: start, until, offset }];
}

function changeBetween(offsetAt: OffsetAt, before: number, after: number): number {
  const old = offsetAt(before);
  let low = before;
  let high = after;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle) === old) low = middle;
    else high = middle;
  }
  return high;
}

/** The instant at which a day begins in a zone, by its day number. */
export function startOfDay(day: number, offsetAt: OffsetAt): number {
  const wall = day * DAY_MS;
  // The offset in force around midnight: at a zone's change of offset, that of the moment itself.
  return wall - offsetAt(wall - offsetAt(wall));
}

/** The day number of an instant in a zone. */
export function dayOf(instant: number, offsetAt: OffsetAt): number {
  return Math.floor((instant + offsetAt(instant)) / DAY_MS);
}
