import fc from 'fast-check';
import { DAY_MS, offsetsOf } from './local-time.js';

const ZONES = ['Asia/Jakarta', 'Asia/Jayapura', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca'];
const FROM = Date.UTC(1990, 0, 1);
const UNTIL = Date.UTC(2060, 0, 1);

/** By the local time that the runtime writes, and not by the offset that it names. */
function offsetByTheClock(zone: string, instant: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
  }).formatToParts(instant);
  const part = (type: string) => Number(parts.find((one) => one.type === type)!.value);
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) - instant;
}

describe('offsets of a zone', () => {
  it.each(ZONES)('are those of the runtime, asked in any order: %s', (zone) => {
    const offsetAt = offsetsOf(zone);
    const second = fc.integer({ min: FROM / 1000, max: UNTIL / 1000 });
    fc.assert(
      fc.property(second, (at) => expect(offsetAt(at * 1000)).toBe(offsetByTheClock(zone, at * 1000))),
      { numRuns: 300 },
    );
  });

  it('change to the minute where the clocks do', () => {
    const offsetAt = offsetsOf('Europe/Berlin');
    const change = Date.UTC(2026, 9, 25, 1);
    expect([change - 3 * DAY_MS, change - 1, change, change + 3 * DAY_MS].map(offsetAt)).toEqual(
      [2, 2, 1, 1].map((hours) => hours * 3_600_000),
    );
  });
});
