import fc from 'fast-check';
import { changedCalendar, firstDifference, longestClosure, overlapping, type CalendarChanges } from './changed-calendar.js';
import { dayNumber } from './local-time.js';
import { calendar as anyCalendar, moment } from './testing/arbitrary-calendar.js';
import type { ExceptionalDay, Profile, WorkingCalendar } from './working-calendar.js';
import { compileCalendar } from './working-time.js';

const nine = [{ from: 540, to: 600 }];
const ordinary: Profile = { name: 'Hari kerja biasa', week: { 1: nine, 2: nine, 3: nine, 4: nine, 5: nine } };
const ramadan: Profile = { name: 'Ramadan 1448 H', from: '2027-02-08', until: '2027-03-09', confirmed: false, week: { 1: nine } };
const file: WorkingCalendar = {
  zone: 'Asia/Jakarta',
  profiles: [ordinary, ramadan],
  days: { '2026-12-25': { kind: 'holiday', name: 'Natal', intervals: [] } },
};
const closed: ExceptionalDay = { kind: 'holiday', name: 'Libur', intervals: [] };
const changes = (days: [string, ExceptionalDay | null][], profiles: [string, Profile][] = []): CalendarChanges => ({
  days: new Map(days),
  profiles: new Map(profiles),
});

it('puts a profile in the place of the one with its code, and lays the others in the order in which they hold', () => {
  const from2027: Profile = { name: 'Jam baru', from: '2027-01-01', week: { 1: nine } };
  const { profiles } = changedCalendar(
    file,
    changes(
      [],
      [
        ['ramadan-1448-h', { ...ramadan, from: '2027-02-09' }],
        ['jam-baru', from2027],
      ],
    ),
  );
  expect(profiles.map(({ code, from }) => [code, from])).toEqual([
    ['hari-kerja-biasa', undefined],
    ['jam-baru', '2027-01-01'],
    ['ramadan-1448-h', '2027-02-09'],
  ]);
});

it('gives two profiles of one name two codes', () => {
  const { profiles } = changedCalendar(
    { ...file, profiles: [ordinary, { ...ordinary, from: '2028-01-01' }, { ...ordinary, name: '***' }] },
    changes([]),
  );
  expect(profiles.map(({ code }) => code).sort()).toEqual(['hari-kerja-biasa', 'hari-kerja-biasa-2', 'profil']);
});

it.each<[string, CalendarChanges, string | undefined]>([
  ['a holiday', changes([['2026-12-01', closed]]), '2026-12-01'],
  ['an ordinary day in spite of the file', changes([['2026-12-25', null]]), '2026-12-25'],
  ['another name', changes([['2026-12-25', closed]]), undefined],
  ['a confirmation', changes([], [['ramadan-1448-h', { ...ramadan, confirmed: true }]]), undefined],
  ['a later beginning', changes([], [['ramadan-1448-h', { ...ramadan, from: '2027-02-09' }]]), '2027-02-08'],
  ['the first of many', changes([['2026-12-03', closed], ['2026-12-02', closed]]), '2026-12-02'], // prettier-ignore
])('finds the first date that %s makes different', (_, change, date) => {
  expect(firstDifference(changedCalendar(file, changes([])), changedCalendar(file, change))).toBe(date);
});

it('leaves every deadline before the first difference where it was', () => {
  const different = fc.tuple(anyCalendar, anyCalendar).map(([one, other]) => [one, { ...other, zone: one.zone }] as const);
  fc.assert(
    fc.property(different, moment, fc.integer({ min: 0, max: 20 }), ([one, other], from, days) => {
      const [before, after] = [one, other].map((each) => changedCalendar(each, changes([])));
      const date = firstDifference(before!, after!);
      const [due, now] = [before!, after!].map((each) => {
        try {
          return compileCalendar(each).add(from, { days, ms: 1000 }).getTime();
        } catch {
          return Infinity;
        }
      });
      const first = date === undefined ? Infinity : (dayNumber(date)! - 1) * 86_400_000;
      return due === now || (due! >= first && now! >= first);
    }),
  );
});

it('knows for how long nobody works', () => {
  expect(longestClosure(file, '2026-11-23', '2026-12-31')).toEqual({ from: '2026-12-25', days: 3 });
  const empty = changedCalendar(file, changes([], [['hari-kerja-biasa', { ...ordinary, week: {} }]]));
  expect(longestClosure(empty, '2027-03-09', '2101-12-31').days).toBeGreaterThan(365 * 74);
});

it('sees profiles that hold for a time overlap, and not those below them', () => {
  const calendar = changedCalendar(file, changes([]));
  expect(overlapping(calendar, { ...ramadan, code: 'x', from: '2027-03-09', until: '2027-03-20' })?.name).toBe('Ramadan 1448 H');
  expect(overlapping(calendar, { ...ramadan, code: 'x', from: '2027-03-10', until: '2027-03-20' })).toBeUndefined();
  expect(overlapping(calendar, { ...ramadan, code: 'ramadan-1448-h' })).toBeUndefined();
  expect(overlapping(calendar, { ...ordinary, code: 'x' })?.name).toBe('Hari kerja biasa');
  expect(overlapping(calendar, { ...ordinary, code: 'x', from: '2027-01-01' })).toBeUndefined();
});
