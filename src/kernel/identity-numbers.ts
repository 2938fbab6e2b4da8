/** Codes of the provinces (Kepmendagri 300.2.2-2138/2025), with the six of Papua; 54 is East Timor, which older numbers keep. */
const PROVINCES = new Set(
  '11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 54 61 62 63 64 65 71 72 73 74 75 76 81 82 91 92 93 94 95 96'.split(' '),
);
const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** In a NIK the day of birth of a woman is written 40 higher. */
const WOMAN = 40;

/** What is wrong with the structure of a NIK, or undefined; whether it exists only the civil registry knows. */
export function nikProblem(text: string): string | undefined {
  if (!/^[0-9]{16}$/.test(text)) return 'A NIK has 16 digits.';
  if (!PROVINCES.has(text.slice(0, 2)))
    return 'The first six digits of a NIK are the code of a region, which begins with that of a province.';
  if (!isBirthDate(text.slice(6, 12))) return 'Digits 7 to 12 of a NIK are the date of birth (DDMMYY, for women with 40 added to the day).';
  if (text.endsWith('0000')) return 'The last four digits of a NIK are a serial number from 0001.';
  return undefined;
}

/** What is wrong with the structure of a NIB, or undefined; it has no check digit, so only OSS knows whether it exists. */
export function nibProblem(text: string): string | undefined {
  return /^[0-9]{13}$/.test(text) ? undefined : 'A NIB has 13 digits.';
}

function isBirthDate(digits: string): boolean {
  const [written = 0, month = 0, year = 0] = [0, 2, 4].map((at) => Number(digits.slice(at, at + 2)));
  const day = written > WOMAN ? written - WOMAN : written;
  if (day < 1 || day > (DAYS_IN_MONTH[month - 1] ?? 0)) return false;
  // The century is not written; 00 may be 2000, which was a leap year.
  return month !== 2 || day < 29 || year % 4 === 0;
}

/** The date of birth in a NIK: day and month, the last two digits of the year, and whether it says that the person is a woman. */
export interface NikBirth {
  readonly day: number;
  readonly month: number;
  readonly year: number;
  readonly woman: boolean;
}

/** What a NIK says about the birth of its holder; undefined for what is no NIK. The century is not written. */
export function nikBirth(nik: string): NikBirth | undefined {
  if (nikProblem(nik) !== undefined) return undefined;
  const [written = 0, month = 0, year = 0] = [6, 8, 10].map((at) => Number(nik.slice(at, at + 2)));
  const woman = written > WOMAN;
  return { day: woman ? written - WOMAN : written, month, year, woman };
}
