import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { parseCalendar } from './parse-calendar.js';
import type { ExceptionalDay, WorkingCalendar } from './working-calendar.js';
import { compileCalendar } from './working-time.js';

const HOUR = 3_600_000;
const data: unknown = parse(readFileSync(new URL('../../sop/calendars/perpres-21-2023.yaml', import.meta.url), 'utf8'));
const parsed = parseCalendar(data, 'Asia/Jakarta');
const calendar: WorkingCalendar = parsed.ok ? parsed.calendar : { zone: 'Asia/Jakarta', profiles: [], days: {} };
const working = compileCalendar(calendar);

const at = (date: string) => new Date(`${date}T00:00:00+07:00`);
const days = (year: number, kind: ExceptionalDay['kind']) =>
  Object.entries(calendar.days).flatMap(([date, day]) => (date.startsWith(`${year}-`) && day.kind === kind ? [date.slice(5)] : []));

it('is in order', () => expect(parsed).toMatchObject({ ok: true }));

it('has 37 h 30 min in an ordinary week and 32 h 30 min in Ramadan', () => {
  expect(working.between(at('2026-11-09'), at('2026-11-16'))).toEqual({ days: 5, ms: 37.5 * HOUR });
  for (const monday of ['2025-03-03', '2026-02-23', '2027-02-15']) {
    const week = working.between(at(monday), new Date(at(monday).getTime() + 168 * HOUR));
    expect(week).toEqual({ days: 5, ms: 32.5 * HOUR });
  }
});

it.each([
  [2025, 17, 11],
  [2026, 17, 8],
  [2027, 18, 8],
])('has the holidays and joint leave of %p: %p and %p days', (year, holidays, leave) => {
  expect([days(year, 'holiday').length, days(year, 'joint-leave').length]).toEqual([holidays, leave]);
});

it('has those of 2026 as decreed', () => {
  const holidays = '01-01 01-16 02-17 03-19 03-21 03-22 04-03 04-05 05-01 05-14 05-27 05-31 06-01 06-16 08-17 08-25 12-25';
  expect(days(2026, 'holiday').sort().join(' ')).toBe(holidays);
  expect(days(2026, 'joint-leave').sort().join(' ')).toBe('02-16 03-18 03-20 03-23 03-24 05-15 05-28 12-24');
});

it('takes joint leave from Monday to Friday only', () => {
  const leave = Object.entries(calendar.days).filter(([, day]) => day.kind === 'joint-leave');
  expect(leave.filter(([date]) => [0, 6].includes(new Date(date).getUTCDay()))).toEqual([]);
});

it('says for every day and profile where it is from', () => {
  expect(Object.entries(calendar.days).filter(([, day]) => !day.source)).toEqual([]);
  expect((data as { profiles: object[] }).profiles.filter((profile) => !('source' in profile))).toEqual([]);
});

it('leaves to the administrator what no sidang isbat has fixed yet', () => {
  const unconfirmed = parsed.ok ? parsed.unconfirmed.map(({ pointer }) => pointer) : [];
  expect(unconfirmed).toEqual(['/profiles/3', '/days/2027-03-10', '/days/2027-03-11', '/days/2027-05-17']);
});
