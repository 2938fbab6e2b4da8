import fc from 'fast-check';
import { nikBirth, nikProblem } from '../../kernel/identity-numbers.js';
import { DAY_MS, localDate } from '../../kernel/local-time.js';
import { comparedText } from './compared-text.js';
import { holds } from './checks.js';
import { CHECK_NAMES, type CheckName, type Rule } from './rule.js';

const TODAY = '2026-11-27';
const check = (name: CheckName, values: readonly unknown[], rule: Pick<Rule, 'years' | 'values'> = {}, today = TODAY) =>
  holds(name, { values, today, rule });
const day = (date: string, days: number) => localDate(Date.parse(`${date}T00:00:00Z`) / DAY_MS + days);

const dateIn = (at: Date, timeZone: string) =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);

/** Any day from 1900 to 2099, leap days among them more often than they come. */
const anyDay = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: -25_567, max: 47_481 }).map(localDate) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 48 }).map((n) => `${1904 + n * 4}-02-29`) },
);

/** A NIK of somebody born on a day. */
function nikOf(date: string, woman: boolean, serial = 1): string {
  const [year = '', month = '', written = ''] = date.split('-');
  const shown = String(Number(written) + (woman ? 40 : 0)).padStart(2, '0');
  return `121101${shown}${month}${year.slice(2)}${String(serial).padStart(4, '0')}`;
}

describe('dates beside today', () => {
  it('are before it, on it or after it, and nothing else', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (date, today) => {
        const by = (name: CheckName) => check(name, [date], {}, today);
        expect(by('after-today')).toBe(date > today);
        expect(by('not-in-past')).toBe(date >= today);
        expect(by('not-in-future')).toBe(date <= today);
        expect(by('after-today')).not.toBe(by('not-in-future'));
      }),
    );
  });

  it.each(['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'])('change at midnight of the office, in %s', (zone) => {
    const hours = { 'Asia/Jakarta': 7, 'Asia/Makassar': 8, 'Asia/Jayapura': 9 }[zone]!;
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: DAY_MS - 1 }), (date, ms) => {
        const midnight = Date.parse(`${date}T00:00:00Z`) - hours * 3_600_000;
        fc.pre(midnight >= Date.UTC(1970, 0, 1));
        expect(check('not-in-past', [date], {}, dateIn(new Date(midnight + ms), zone))).toBe(true);
        expect(check('after-today', [date], {}, dateIn(new Date(midnight - 1), zone))).toBe(true);
        expect(check('not-in-past', [date], {}, dateIn(new Date(midnight + DAY_MS), zone))).toBe(false);
      }),
    );
  });

  it('compare with each other', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (one, other) => {
        expect(check('before', [one, other])).toBe(one < other);
        expect(check('not-before', [one, other])).toBe(one >= other);
      }),
    );
  });
});

describe('an age', () => {
  it('is reached on the birthday and not a day earlier', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 100 }), (birth, years) => {
        const [year = 0] = birth.split('-').map(Number);
        const leapDay = birth.endsWith('02-29') && !isLeap(year + years);
        const birthday = leapDay ? `${year + years}-03-01` : `${year + years}${birth.slice(4)}`;
        expect(check('age-at-least', [birth], { years }, birthday)).toBe(true);
        expect(check('age-at-least', [birth], { years }, day(birthday, -1))).toBe(false);
      }),
    );
  });
});

const isLeap = (year: number) => new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;

describe('a NIK and a date of birth', () => {
  it('agree in every century, for women and men', () => {
    fc.assert(
      fc.property(anyDay, fc.boolean(), fc.integer({ min: 1, max: 9999 }), (date, woman, serial) => {
        const nik = nikOf(date, woman, serial);
        expect(nikProblem(nik)).toBeUndefined();
        expect(nikBirth(nik)).toMatchObject({ woman, day: Number(date.slice(8)) });
        expect(check('nik-matches-birth-date', [nik, date])).toBe(true);
      }),
    );
  });

  it('agree with no other day within the century, and with the same one a century away', () => {
    fc.assert(
      fc.property(anyDay, fc.boolean(), fc.integer({ min: 1, max: 36_523 }), (date, woman, days) => {
        expect(check('nik-matches-birth-date', [nikOf(date, woman), day(date, days)])).toBe(false);
      }),
    );
    expect(check('nik-matches-birth-date', ['1211010508260001', '2026-08-05'])).toBe(true);
    expect(check('nik-matches-birth-date', ['1211010508260001', '1926-08-05'])).toBe(true);
  });

  it.each([
    ['P', true],
    ['Perempuan', true],
    ['wanita', true],
    ['L', false],
    ['Laki-laki', false],
    ['LAKI LAKI', false],
    ['lainnya', true],
    ['lainnya', false],
    ['', true],
    [undefined, false],
  ])('and the sex %j of a woman: %j', (sex, woman) => {
    expect(check('nik-matches-birth-date', [nikOf('1990-08-05', woman), '1990-08-05', sex])).toBe(true);
    if (sex && comparedText(sex) !== 'lainnya')
      expect(check('nik-matches-birth-date', [nikOf('1990-08-05', !woman), '1990-08-05', sex])).toBe(false);
  });

  it('and a region', () => {
    expect(check('nik-matches-region', ['1211014508900001'], { values: ['12.11'] })).toBe(true);
    expect(check('nik-matches-region', ['1211014508900001'], { values: ['1272', 1211] })).toBe(true);
    expect(check('nik-matches-region', ['1211014508900001'], { values: ['1272'] })).toBe(false);
  });
});

describe('two values that should be one', () => {
  it.each<[unknown, unknown, boolean]>([
    ['1211014508900001', '1211 0145 0890 0001', true],
    ['1211014508900001', '1211014508900002', false],
    ['Hj. Siti Nur’aini, S.Kep., Ns.', "siti nur'aini", true],
    ['dr. José Sihombing', 'JOSE SIHOMBING', true],
    ['Nuraini Br. Sinaga', 'Nuraini Br Sinaga A.Md', false],
    ['Budi', 'Badu', false],
    ['a@example.com', 'b@example.com', false],
    [7, 7, true],
    [7, 8, false],
    ['', 'x', true],
    [undefined, 'x', true],
  ])('%j and %j: %j', (one, other, same) => {
    expect(check('same-as', [one, other])).toBe(same);
    expect(check('same-as', [other, one])).toBe(same);
  });

  it('are not taken for one where a letter or a digit differs', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9]\d{15}$/), fc.nat(15), fc.integer({ min: 1, max: 9 }), (nik, at, by) => {
        const other = `${nik.slice(0, at)}${(Number(nik[at]) + by) % 10}${nik.slice(at + 1)}`;
        expect(check('same-as', [nik, other])).toBe(false);
        expect(check('same-as', [nik, nik.replace(/(\d{4})/g, '$1 ')])).toBe(true);
      }),
    );
  });
});

describe('sums and what belongs together', () => {
  it('a sum is that of its parts, to the cent', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 99 }),
        (cents, off) => {
          const total = cents.reduce((so, cent) => so + cent, 0);
          const parts = cents.map((cent) => cent / 100);
          expect(check('sum-of', [total / 100, ...parts])).toBe(true);
          expect(check('sum-of', [(total + off) / 100, ...parts])).toBe(Math.abs(off / 100) <= 1e-9 * Math.max(1, total / 100));
        },
      ),
    );
    expect(check('sum-of', [10, undefined, undefined])).toBe(true);
    expect(check('sum-of', [10, 4, undefined])).toBe(false);
  });

  it.each<[CheckName, unknown[], Pick<Rule, 'values'>, boolean]>([
    ['one-of-required', ['', undefined], {}, false],
    ['one-of-required', ['', 'x'], {}, true],
    ['one-of-required', [[], 0], {}, true],
    ['required-when', ['', 'business'], { values: ['business'] }, false],
    ['required-when', ['x', 'business'], { values: ['business'] }, true],
    ['required-when', ['', 'person'], { values: ['business'] }, true],
    ['required-when', [undefined, 'anything'], {}, false],
    ['required-when', [undefined, true], {}, false],
    ['required-when', [undefined, false], {}, true],
    ['required-when', [undefined, ''], {}, true],
  ])('%s %j %j: %j', (name, values, rule, right) => expect(check(name, values, rule)).toBe(right));
});

it('takes whatever comes, and says nothing about what it does not understand', () => {
  const silent = CHECK_NAMES.filter((name) => !['one-of-required', 'required-when', 'same-as', 'sum-of'].includes(name));
  fc.assert(
    fc.property(fc.constantFrom(...CHECK_NAMES), fc.array(fc.anything(), { maxLength: 4 }), (name, values) => {
      const answer = check(name, values, { years: 18, values: ['1211'] });
      expect(typeof answer).toBe('boolean');
      if (silent.includes(name) && !values.some((value) => typeof value === 'string')) expect(answer).toBe(true);
    }),
  );
});
