import { amountOf, parseStandardTime } from './duration.js';
import { hours, officeCalendar } from './testing/calendars.js';
import type { WorkingCalendar } from './working-calendar.js';
import { NoWorkingTime } from './working-days.js';
import { compileCalendar, type WorkingTime } from './working-time.js';

const HOUR = 3_600_000;
const wib = compileCalendar(officeCalendar());
const at = (text: string, offset = '+07:00') => new Date(`${text.replace(' ', 'T')}:00${offset}`);

function end(from: string, time: string, working: WorkingTime = wib): Date {
  return working.add(at(from), amountOf(parseStandardTime(time)!));
}

// The week of Monday 9 to Friday 13 November 2026 is an ordinary one.
describe('the examples of the reading', () => {
  it.each([
    ['1 Hari from Thursday 15:00 is used up on Friday 15:30', '2026-11-12 15:00', '1 Hari', '2026-11-13 15:30'],
    ['2 Jam from Friday 15:30 end on Monday 08:30', '2026-11-13 15:30', '2 Jam', '2026-11-16 08:30'],
    ['15 Menit from Saturday end on Monday 07:45', '2026-11-14 10:00', '15 Menit', '2026-11-16 07:45'],
  ])('%s', (_, from, time, until) => expect(end(from, time)).toEqual(at(until)));

  it('half of Monday and half of Tuesday make one Hari', () => {
    // 3 h 45 min before 16:00 begins at 11:15, for the break does not count; 3 h 45 min after 07:30 is 11:15.
    expect(end('2026-11-09 11:15', '1 Hari')).toEqual(at('2026-11-10 11:15'));
    expect(wib.between(at('2026-11-09 11:15'), at('2026-11-10 11:15'))).toEqual({ days: 1, ms: 7.5 * HOUR });
  });

  it('in Ramadan a shorter day is still one Hari', () => {
    expect(end('2026-02-23 08:00', '1 Hari')).toEqual(at('2026-02-23 15:00'));
    expect(end('2026-02-23 11:15', '1 Hari')).toEqual(at('2026-02-24 11:15'));
    expect(wib.between(at('2026-02-23 00:00'), at('2026-02-28 00:00'))).toEqual({ days: 5, ms: 32.5 * HOUR });
  });
});

describe('the deadline', () => {
  it.each([
    ['a full day ends at closing time, not at the next opening', '2026-11-09 07:30', '1 Hari', '2026-11-09 16:00'],
    ['what is used up at the break ends there', '2026-11-09 07:30', '4,5 Jam', '2026-11-09 12:00'],
    ['a break counts from its end', '2026-11-09 12:30', '15 Menit', '2026-11-09 13:15'],
    ['closing time counts from the next opening', '2026-11-13 16:30', '15 Menit', '2026-11-16 07:45'],
    ['a day that goes over into Ramadan takes its share of each', '2026-02-18 11:15', '1 Hari', '2026-02-19 11:15'],
    ['and out of it, over Idulfitri', '2026-03-17 11:15', '1 Hari', '2026-03-25 11:15'],
    ['the year ends in between', '2026-12-31 15:00', '2 Jam', '2027-01-04 08:30'],
    ['days over the end of the year', '2026-12-23 16:00', '6 Hari', '2027-01-05 16:00'],
  ])('%s', (_, from, time, until) => expect(end(from, time)).toEqual(at(until)));

  it('takes the days first, then the milliseconds', () => {
    expect(wib.add(at('2026-11-12 15:00'), { days: 1, ms: 2 * HOUR })).toEqual(at('2026-11-16 08:30'));
  });

  it('ends nothing where it begins, even on a Saturday', () => {
    expect(wib.add(at('2026-11-14 10:00'), { days: 0, ms: 0 })).toEqual(at('2026-11-14 10:00'));
    expect(wib.add(at('2026-11-09 13:00'), { days: 1e-12 })).toEqual(at('2026-11-09 13:00'));
  });

  it('is not thrown off closing time by thirds that do not add up', () => {
    expect(wib.add(wib.add(at('2026-11-09 07:30'), { days: 1 / 3 }), { days: 2 / 3 })).toEqual(at('2026-11-09 16:00'));
  });

  it('reaches over years', () => {
    const until = wib.add(at('2026-01-05 07:30'), { days: 2000 });
    expect(wib.between(at('2026-01-05 07:30'), until)).toMatchObject({ days: 2000 });
    expect(until.getTime()).toBeGreaterThan(at('2033-08-01 00:00').getTime());
  });

  it.each([NaN, -1, Infinity])('refuses an amount of %p', (amount) => {
    expect(() => wib.add(at('2026-11-09 08:00'), { ms: amount })).toThrow(RangeError);
    expect(() => wib.add(at('2026-11-09 08:00'), { days: amount })).toThrow(RangeError);
  });

  it('refuses a moment that is none, and what two centuries do not hold', () => {
    expect(() => wib.add(new Date(NaN), { ms: 1 })).toThrow(RangeError);
    expect(() => wib.between(new Date(NaN), new Date(0))).toThrow(RangeError);
    expect(() => wib.add(at('2026-11-09 08:00'), { days: 1e6 })).toThrow(RangeError);
    expect(() => wib.between(new Date(0), new Date(8e15))).toThrow(RangeError);
  });
});

describe('zones', () => {
  it.each([
    ['Asia/Jakarta', '+07:00'],
    ['Asia/Makassar', '+08:00'],
    ['Asia/Jayapura', '+09:00'],
  ])('%s works by its own clock', (zone, offset) => {
    const working = compileCalendar(officeCalendar(zone));
    expect(working.add(at('2026-11-12 15:00', offset), { days: 1 })).toEqual(at('2026-11-13 15:30', offset));
    expect(working.dateOf(at('2026-11-12 00:00', offset))).toBe('2026-11-12');
    expect(working.dateOf(at('2026-11-11 23:59', offset))).toBe('2026-11-11');
    expect(working.isOpen(at('2026-11-12 07:30', offset))).toBe(true);
    expect(working.isOpen(at('2026-11-12 07:29', offset))).toBe(false);
  });

  const night = (zone: string): WorkingCalendar => ({
    zone,
    profiles: [{ name: 'night', week: { 6: hours('20:00-24:00'), 7: hours('00:00-04:00') } }],
    days: {},
  });

  it('works an hour less in the night that skips one, and one more in the night that has one twice', () => {
    const working = compileCalendar(night('America/New_York'));
    expect(working.between(at('2026-03-08 00:00', '-05:00'), at('2026-03-08 12:00', '-04:00'))).toEqual({ days: 1, ms: 3 * HOUR });
    expect(working.between(at('2026-11-01 00:00', '-04:00'), at('2026-11-01 12:00', '-05:00'))).toEqual({ days: 1, ms: 5 * HOUR });
    expect(working.add(at('2026-03-08 01:00', '-05:00'), { ms: 2 * HOUR })).toEqual(at('2026-03-08 04:00', '-04:00'));
    expect(working.add(at('2026-11-01 00:00', '-04:00'), { ms: 3 * HOUR })).toEqual(at('2026-11-01 02:00', '-05:00'));
  });

  it('keeps office hours by the wall over a change of the clock', () => {
    const working = compileCalendar(officeCalendar('America/New_York'));
    expect(working.add(at('2026-10-30 16:00', '-04:00'), { ms: HOUR })).toEqual(at('2026-11-02 08:00', '-05:00'));
  });

  it('opens at one where the clock skips midnight', () => {
    const working = compileCalendar({ zone: 'Asia/Beirut', profiles: [{ name: 'always', week: { 7: hours('00:00-24:00') } }], days: {} });
    expect(working.nextOpening(at('2026-03-28 12:00', '+02:00'))).toEqual(at('2026-03-29 01:00', '+03:00'));
    expect(working.between(at('2026-03-28 12:00', '+02:00'), at('2026-03-30 12:00', '+03:00'))).toEqual({ days: 1, ms: 23 * HOUR });
  });

  it.each(['Asia/Jayapura', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'America/New_York'])('loses no hour of years in %s', (zone) => {
    const all = hours('00:00-24:00');
    const working = compileCalendar({
      zone,
      profiles: [{ name: 'always', week: { 1: all, 2: all, 3: all, 4: all, 5: all, 6: all, 7: all } }],
      days: {},
    });
    for (let day = Date.UTC(2020, 0, 1); day < Date.UTC(2032, 0, 1); day += 24 * HOUR) {
      expect(working.between(new Date(day), new Date(day + 24 * HOUR)).ms).toBe(24 * HOUR);
    }
  });

  it('refuses an unknown zone', () => expect(() => compileCalendar(officeCalendar('Asia/Dairi'))).toThrow(RangeError));
});

describe('what is open', () => {
  it('is open from the opening until just before the closing', () => {
    const open = ['2026-11-09 07:30', '2026-11-09 11:59', '2026-11-09 13:00', '2026-11-13 16:29'];
    const closed = ['2026-11-09 07:29', '2026-11-09 12:00', '2026-11-09 16:00', '2026-11-14 10:00', '2026-12-25 10:00', '2026-02-23 07:45'];
    expect(open.filter((each) => !wib.isOpen(at(each)))).toEqual([]);
    expect(closed.filter((each) => wib.isOpen(at(each)))).toEqual([]);
  });

  it.each([
    ['2026-11-09 09:00', '2026-11-09 09:00'],
    ['2026-11-09 12:00', '2026-11-09 13:00'],
    ['2026-11-13 16:30', '2026-11-16 07:30'],
    ['2026-03-17 15:00', '2026-03-25 07:30'],
  ])('after %s work goes on at %s', (from, opening) => expect(wib.nextOpening(at(from))).toEqual(at(opening)));

  it('knows the hours of a date', () => {
    expect(wib.intervalsOn('2026-11-13')).toEqual(hours('07:30-11:30', '13:00-16:30'));
    expect(wib.intervalsOn('2026-02-20')).toEqual(hours('08:00-11:30', '12:30-15:30'));
    expect(wib.intervalsOn('2026-03-19')).toEqual([]);
    expect(() => wib.intervalsOn('2026-02-30')).toThrow(RangeError);
  });
});

describe('counting days', () => {
  it('goes whole working days on for a ladder', () => {
    expect(wib.addWorkingDays(at('2026-11-13 15:30'), 1)).toEqual(at('2026-11-16 15:00'));
    expect(wib.addWorkingDays(at('2026-11-13 15:30'), 0)).toEqual(at('2026-11-13 15:30'));
    expect(() => wib.addWorkingDays(at('2026-11-13 15:30'), 0.5)).toThrow(RangeError);
  });

  it.each([
    ['2026-11-09 09:00', 5, '2026-11-16 16:00'],
    ['2026-11-14 09:00', 1, '2026-11-16 16:00'],
    ['2026-03-17 23:59', 1, '2026-03-25 16:00'],
    ['2026-11-12 00:00', 1, '2026-11-13 16:30'],
  ])('counts from the day after %s: %p working days end at %s', (from, n, until) => {
    expect(wib.endOfWorkingDay(at(from), n)).toEqual(at(until));
  });

  it.each([0, -1, 1.5, NaN])('refuses the %p-th day', (n) =>
    expect(() => wib.endOfWorkingDay(at('2026-11-09 09:00'), n)).toThrow(RangeError),
  );

  it('measures backwards as less than nothing', () => {
    expect(wib.between(at('2026-11-10 11:15'), at('2026-11-09 11:15'))).toEqual({ days: -1, ms: -7.5 * HOUR });
    expect(wib.between(at('2026-11-14 10:00'), at('2026-11-15 10:00'))).toEqual({ days: 0, ms: 0 });
  });
});

describe('a calendar without work', () => {
  const until2026: WorkingCalendar = {
    zone: 'Asia/Jakarta',
    profiles: [{ name: 'once', until: '2026-12-31', week: { 4: hours('08:00-10:00') } }],
    days: {},
  };

  it('is given up after ten years, not searched for ever', () => {
    const never = compileCalendar({ zone: 'Asia/Jakarta', profiles: [{ name: 'never', week: {} }], days: {} });
    for (const search of [
      () => never.add(at('2026-11-09 08:00'), { ms: 1 }),
      () => never.add(at('2026-11-09 08:00'), { days: 1 }),
      () => never.nextOpening(at('2026-11-09 08:00')),
    ]) {
      expect(search).toThrow(NoWorkingTime);
    }
    expect(() => never.endOfWorkingDay(at('2026-11-09 08:00'), 1)).toThrow(NoWorkingTime);
    expect(never.between(at('2026-11-09 08:00'), at('2031-11-09 08:00'))).toEqual({ days: 0, ms: 0 });
  });

  it('is used up to its last minute, and measured after it', () => {
    const working = compileCalendar(until2026);
    expect(working.add(at('2026-12-31 09:00'), { ms: HOUR })).toEqual(at('2026-12-31 10:00'));
    expect(working.add(at('2026-12-31 08:00'), { days: 1 })).toEqual(at('2026-12-31 10:00'));
    expect(() => working.add(at('2026-12-31 09:00'), { ms: HOUR + 1 })).toThrow(NoWorkingTime);
    expect(working.between(at('2026-12-31 09:00'), at('2036-01-01 00:00'))).toEqual({ days: 0.5, ms: HOUR });
    expect(working.isOpen(at('2036-01-03 09:00'))).toBe(false);
  });

  it('may close for 30 days', () => {
    const office = officeCalendar();
    const working = compileCalendar({
      ...office,
      profiles: [...office.profiles, { name: 'flood', from: '2026-11-10', until: '2026-12-09', week: {} }],
    });
    expect(working.add(at('2026-11-09 15:00'), { ms: 2 * HOUR })).toEqual(at('2026-12-10 08:30'));
  });
});
