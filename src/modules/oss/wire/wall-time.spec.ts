import fc from 'fast-check';
import { instantOf, wallDate, wallTime } from './wall-time.js';

describe('time on the wall', () => {
  const midnight = new Date('2024-06-18T17:00:00.999Z');

  test.each([
    ['Asia/Jakarta', '2024-06-19 00:00:00'],
    ['Asia/Makassar', '2024-06-19 01:00:00'],
    ['Asia/Jayapura', '2024-06-19 02:00:00'],
    ['UTC', '2024-06-18 17:00:00'],
  ])('is that of %s', (zone, wall) => {
    expect(wallTime(midnight, zone)).toBe(wall);
    expect(wallDate(midnight, zone)).toBe(wall.slice(0, 10));
  });

  test('is read back to the second', () => {
    const zones = fc.constantFrom('Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura');
    fc.assert(
      fc.property(fc.date({ min: new Date('1970-01-02'), max: new Date('2100-01-01'), noInvalidDate: true }), zones, (instant, zone) => {
        expect(instantOf(wallTime(instant, zone), zone)).toEqual(new Date(Math.floor(instant.getTime() / 1000) * 1000));
      }),
    );
  });

  test.each(['', 'kemarin', '2024-02-30', '2024-06-19 24:00:00', '2024-06-19 08:00:00Z', '19-06-2024'])('is not %j', (text) => {
    expect(instantOf(text, 'Asia/Jakarta')).toBeUndefined();
  });

  test('of a day alone is its beginning', () => {
    expect(instantOf(' 2024-06-19 ', 'Asia/Makassar')).toEqual(new Date('2024-06-18T16:00:00Z'));
  });
});
