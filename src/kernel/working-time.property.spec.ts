import fc from 'fast-check';
import { calendar, moment, unevenness } from './testing/arbitrary-calendar.js';
import { WorkingTimeOracle } from './testing/working-time-oracle.js';
import { compileCalendar, type WorkingTime } from './working-time.js';

const MINUTE = 60_000;

const someMs = fc.oneof(
  fc.integer({ min: 0, max: 40 * 60 }).map((minutes) => minutes * MINUTE),
  fc.integer({ min: 0, max: 2400 * MINUTE }),
);
const someDays = fc.oneof(
  fc.integer({ min: 0, max: 16 }).map((quarters) => quarters / 4),
  fc.double({ min: 0.001, max: 4, noNaN: true }),
);
const manyMs = fc.integer({ min: 0, max: 500 * 60 * MINUTE });
const manyDays = fc.oneof(fc.integer({ min: 0, max: 60 }), fc.double({ min: 0.001, max: 60, noNaN: true }));

/** Working milliseconds between two moments in either order: a night or a week apart may be nothing at all. */
const apart = (working: WorkingTime, a: Date, b: Date) => Math.abs(working.between(a, b).ms);

describe('against the oracle that walks minute by minute', () => {
  it('adds milliseconds as it does, to the millisecond', () => {
    fc.assert(
      fc.property(calendar, moment, someMs, (given, from, ms) => {
        expect(compileCalendar(given).add(from, { ms })).toEqual(new WorkingTimeOracle(given).add(from, { days: 0, ms }));
      }),
      { numRuns: 80 },
    );
  });

  it('adds days as it does, to a millisecond of work', () => {
    fc.assert(
      fc.property(calendar, moment, someDays, (given, from, days) => {
        const working = compileCalendar(given);
        const oracle = new WorkingTimeOracle(given);
        const [end, expected] = [working.add(from, { days }), oracle.add(from, { days, ms: 0 })];
        const [earlier, later] = end < expected ? [end, expected] : [expected, end];
        expect(oracle.between(earlier, later).ms).toBeLessThanOrEqual(1);
        if (later.getTime() - earlier.getTime() > 1) expect(oracle.between(from, end).days).toBeCloseTo(days, 6);
      }),
      { numRuns: 80 },
    );
  });

  it('measures as it does', () => {
    fc.assert(
      fc.property(calendar, moment, fc.integer({ min: 0, max: 8 * 1440 * MINUTE }), (given, from, length) => {
        const to = new Date(from.getTime() + length);
        const [measured, expected] = [compileCalendar(given).between(from, to), new WorkingTimeOracle(given).between(from, to)];
        expect(measured.ms).toBe(expected.ms);
        expect(measured.days).toBeCloseTo(expected.days, 8);
      }),
      { numRuns: 80 },
    );
  });

  it('is open when it is', () => {
    fc.assert(
      fc.property(calendar, moment, (given, at) => {
        expect(compileCalendar(given).isOpen(at)).toBe(new WorkingTimeOracle(given).isOpen(at.getTime()));
      }),
      { numRuns: 200 },
    );
  });
});

describe('what holds of any calendar', () => {
  const runs = { numRuns: 200 };

  it('milliseconds add up', () => {
    fc.assert(
      fc.property(calendar, moment, manyMs, manyMs, (given, from, a, b) => {
        const working = compileCalendar(given);
        expect(working.add(working.add(from, { ms: a }), { ms: b })).toEqual(working.add(from, { ms: a + b }));
      }),
      runs,
    );
  });

  it('days add up, to a millisecond for each time that the shorter day fits twice into the longer', () => {
    fc.assert(
      fc.property(calendar, moment, manyDays, manyDays, (given, from, a, b) => {
        const working = compileCalendar(given);
        const [twice, once] = [working.add(working.add(from, { days: a }), { days: b }), working.add(from, { days: a + b })];
        expect(apart(working, twice, once)).toBeLessThanOrEqual(1 + unevenness(given) / 2);
      }),
      runs,
    );
  });

  it('measuring undoes adding', () => {
    fc.assert(
      fc.property(calendar, moment, manyMs, manyDays, (given, from, ms, days) => {
        const working = compileCalendar(given);
        expect(working.between(from, working.add(from, { ms })).ms).toBe(ms);
        expect(Math.abs(working.between(from, working.add(from, { days })).days - days)).toBeLessThan(0.5 / (15 * MINUTE) + 1e-9);
      }),
      runs,
    );
  });

  it('adding what was worked until a moment leads back to it, or to the closing before it', () => {
    fc.assert(
      fc.property(calendar, moment, moment, (given, one, other) => {
        const working = compileCalendar(given);
        const [from, to] = one < other ? [one, other] : [other, one];
        const { days, ms } = working.between(from, to);
        const back = working.add(from, { ms });
        expect(back <= to).toBe(true);
        expect(working.between(back, to).ms).toBe(0);
        // At the very opening nothing of the day is worked yet: then it leads to the closing before.
        const amidWork = working.isOpen(to) && working.isOpen(new Date(to.getTime() - 1));
        expect(amidWork && ms > 0 ? back : to).toEqual(to);
        expect(working.add(from, { days })).toEqual(back);
      }),
      runs,
    );
  });

  it('a later start, or more to do, never ends earlier', () => {
    fc.assert(
      fc.property(
        calendar,
        fc.tuple(moment, moment),
        fc.tuple(manyDays, manyDays),
        fc.tuple(manyMs, manyMs),
        (given, moments, days, ms) => {
          const working = compileCalendar(given);
          const [early, late] = [...moments].sort((a, b) => a.getTime() - b.getTime()) as [Date, Date];
          const [few, many] = [...days].sort((a, b) => a - b) as [number, number];
          const [short, long] = [...ms].sort((a, b) => a - b) as [number, number];
          expect(working.add(early, { days: few }) <= working.add(late, { days: few })).toBe(true);
          expect(working.add(early, { ms: short }) <= working.add(late, { ms: short })).toBe(true);
          expect(working.add(early, { days: few }) <= working.add(early, { days: many })).toBe(true);
          expect(working.add(early, { ms: short }) <= working.add(early, { ms: long })).toBe(true);
        },
      ),
      runs,
    );
  });

  it('what is left over a stop is what was not used before it', () => {
    fc.assert(
      fc.property(calendar, moment, moment, manyMs, (given, one, other, ms) => {
        const working = compileCalendar(given);
        const [start, stop] = one < other ? [one, other] : [other, one];
        const left = ms - working.between(start, stop).ms;
        if (left > 0) expect(working.add(stop, { ms: left })).toEqual(working.add(start, { ms }));
      }),
      runs,
    );
  });

  it('a span is the sum of its parts, and the same backwards', () => {
    fc.assert(
      fc.property(calendar, fc.tuple(moment, moment, moment), (given, [a, b, c]) => {
        const working = compileCalendar(given);
        const [whole, first, second] = [working.between(a, c), working.between(a, b), working.between(b, c)];
        expect(first.ms + second.ms).toBe(whole.ms);
        expect(first.days + second.days).toBeCloseTo(whole.days, 9);
        expect(working.between(c, a).ms + whole.ms).toBe(0);
      }),
      runs,
    );
  });

  it('work goes on at the next opening, and nothing is worked before it', () => {
    fc.assert(
      fc.property(calendar, moment, (given, at) => {
        const working = compileCalendar(given);
        const opening = working.nextOpening(at);
        expect(working.isOpen(opening)).toBe(true);
        expect(working.between(at, opening).ms).toBe(0);
        expect(opening.getTime() === at.getTime()).toBe(working.isOpen(at));
      }),
      runs,
    );
  });
});
