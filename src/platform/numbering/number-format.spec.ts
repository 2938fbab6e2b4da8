import { dateIn, insertionSign, splitFormat } from './number-format.js';

const WORDS = { classCode: '503', service: 'IUMK', unit: 'DPMPTSPK' };
const at = (moment: string, zone = 'Asia/Jakarta', format = '{class}/{number:4}/{service}/{unit}/{roman}/{year}') => {
  const { before, width, after, year } = splitFormat(format, WORDS, dateIn(new Date(moment), zone));
  return `${year}: ${before}${'42'.padStart(width, '0')}${after}`;
};

it('fills every token', () => {
  expect(at('2026-11-23T02:00:00Z')).toBe('2026: 503/0042/IUMK/DPMPTSPK/XI/2026');
  expect(at('2026-03-01T02:00:00Z', 'Asia/Jakarta', '{number}-{month}/{roman}/{unit}.{year}')).toBe('2026: 42-03/III/DPMPTSPK.2026');
});

it('turns the year with the zone of the agency', () => {
  expect(at('2026-12-31T15:30:00Z', 'Asia/Jayapura')).toBe('2027: 503/0042/IUMK/DPMPTSPK/I/2027');
  expect(at('2026-12-31T15:30:00Z', 'Asia/Makassar')).toBe('2026: 503/0042/IUMK/DPMPTSPK/XII/2026');
  expect(at('2026-12-31T16:00:00Z', 'Asia/Makassar')).toBe('2027: 503/0042/IUMK/DPMPTSPK/I/2027');
});

it('signs inserted numbers as spreadsheets count columns', () => {
  expect([1, 2, 26, 27, 52, 53, 702, 703].map(insertionSign)).toEqual(['A', 'B', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']);
  expect(new Set(Array.from({ length: 3000 }, (_, i) => insertionSign(i + 1))).size).toBe(3000);
});
