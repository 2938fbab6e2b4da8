/** What the tokens of a number format stand for. */
export interface NumberWords {
  /** Classification code of the book, such as 503. */
  readonly classCode: string;
  readonly service: string;
  readonly unit: string;
}

const ROMAN = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII'];

/** A number format with everything filled in but the running number. */
export interface SplitFormat {
  /** The year of the book, in the agency's zone. */
  readonly year: number;
  readonly before: string;
  readonly width: number;
  readonly after: string;
}

/** The sign of an inserted number: 1 is A, 26 is Z, 27 is AA. */
export function insertionSign(insertion: number): string {
  const rest = (insertion - 1) % 26;
  const before = (insertion - 1 - rest) / 26;
  return (before > 0 ? insertionSign(before) : '') + String.fromCharCode(65 + rest);
}

const zones = new Map<string, Intl.DateTimeFormat>();

/** The calendar date of a moment in a zone: "2026-11-23". */
export function dateIn(at: Date, zone: string): string {
  let formatter = zones.get(zone);
  if (!formatter)
    zones.set(zone, (formatter = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })));
  return formatter.format(at);
}

/** Fills the tokens of a format such as `{class}/{number:4}/{service}/{unit}/{roman}/{year}` by a day (YYYY-MM-DD); {number} stands in it once. */
export function splitFormat(format: string, words: NumberWords, dated: string): SplitFormat {
  const [year, month] = dated.split('-').map(Number) as [number, number];
  const filled = format
    .replaceAll('{class}', words.classCode)
    .replaceAll('{service}', words.service)
    .replaceAll('{unit}', words.unit)
    .replaceAll('{roman}', ROMAN[month - 1]!)
    .replaceAll('{month}', String(month).padStart(2, '0'))
    .replaceAll('{year}', String(year));
  const number = /\{number(?::(\d+))?\}/.exec(filled);
  if (!number) throw new Error(`number format without {number}: ${format}`);
  return {
    year,
    before: filled.slice(0, number.index),
    width: Number(number[1] ?? 1),
    after: filled.slice(number.index + number[0].length),
  };
}
