import fc from 'fast-check';
import type { ExceptionalDay, Interval, Profile, Week, WorkingCalendar } from '../working-calendar.js';

const DAY = 86_400_000;

/** The three of Indonesia, and those that make trouble: changes at night, by half an hour, at midnight, in the other half of the year. */
const ZONES = [
  'Asia/Jakarta',
  'Asia/Makassar',
  'Asia/Jayapura',
  'America/New_York',
  'Europe/London',
  'Australia/Lord_Howe',
  'Asia/Beirut',
  'America/Havana',
  'Pacific/Chatham',
  'Asia/Kathmandu',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
];
/** Days on which one of these zones changes its clock. */
const CHANGES = ['2026-03-08', '2026-03-29', '2026-04-05', '2026-09-27', '2026-10-04', '2026-10-25', '2026-11-01'];

const cuts = fc.uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 2, maxLength: 6 });

const intervals: fc.Arbitrary<readonly Interval[]> = cuts.map((minutes) => {
  const sorted = minutes.map((quarter) => quarter * 15).sort((a, b) => a - b);
  return sorted.flatMap((from, i) => (i % 2 === 0 && sorted[i + 1] !== undefined ? [{ from, to: sorted[i + 1]! }] : []));
});

const week: fc.Arbitrary<Week> = fc
  .tuple(
    intervals,
    fc.array(fc.option(intervals, { freq: 4, nil: undefined }), { minLength: 7, maxLength: 7 }),
    fc.constantFrom(1, 2, 3, 4, 5, 6, 7),
  )
  .map(([sure, days, weekday]) => {
    const entries = days.map((day, i) => [i + 1, i + 1 === weekday ? sure : day] as const).filter(([, day]) => day !== undefined);
    return Object.fromEntries(entries);
  });

/** A moment of 2026, to the millisecond, often close to a change of the clock. */
export const moment: fc.Arbitrary<Date> = fc
  .oneof(
    fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 5) }),
    fc.tuple(fc.constantFrom(...CHANGES), fc.integer({ min: -3 * DAY, max: 2 * DAY })).map(([day, off]) => Date.parse(day) + off),
    fc.integer({ min: Date.UTC(2026, 0, 1) / 900_000, max: Date.UTC(2027, 0, 5) / 900_000 }).map((quarter) => quarter * 900_000),
  )
  .map((instant) => new Date(instant));

const date = moment.map((at) => at.toISOString().slice(0, 10));

const profile: fc.Arbitrary<Profile> = fc
  .tuple(date, fc.integer({ min: 0, max: 30 }), fc.oneof(week, fc.constant({})))
  .map(([from, days, hours]) => ({
    name: 'for a time',
    from,
    until: new Date(Date.parse(from) + days * DAY).toISOString().slice(0, 10),
    week: hours,
  }));

const exception: fc.Arbitrary<ExceptionalDay> = fc.oneof(
  fc.constant<ExceptionalDay>({ kind: 'holiday', name: 'closed', intervals: [] }),
  intervals.map((hours): ExceptionalDay => ({ kind: 'short', name: 'other hours', intervals: hours })),
);

/** Any calendar: any breaks, free days, changes of profile, closures of a month, odd days, in any of the zones. */
export const calendar: fc.Arbitrary<WorkingCalendar> = fc.record({
  zone: fc.constantFrom(...ZONES),
  profiles: fc
    .tuple(week, fc.array(profile, { maxLength: 3 }))
    .map(([ordinary, others]) => [{ name: 'ordinary', week: ordinary }, ...others]),
  days: fc.dictionary(date, exception, { maxKeys: 12 }),
});

/** How many times as long the longest day is as the shortest, with an hour more or less where the clock changes. */
export function unevenness({ profiles, days }: WorkingCalendar): number {
  const all = [...profiles.flatMap((each) => Object.values(each.week)), ...Object.values(days).map((each) => each.intervals)];
  const lengths = all.map((hours) => hours.reduce((sum, { from, to }) => sum + to - from, 0)).filter((minutes) => minutes > 0);
  return (Math.max(...lengths) + 60) / Math.max(15, Math.min(...lengths) - 60);
}
