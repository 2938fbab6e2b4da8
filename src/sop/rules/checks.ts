import { nikBirth } from '../../kernel/identity-numbers.js';
import { dayNumber } from '../../kernel/local-time.js';
import { comparedText } from './compared-text.js';
import type { CheckName, Rule } from './rule.js';

/** What a check sees: the values in the order of the fields, and the date of today in the zone of the office (YYYY-MM-DD). */
export interface Checked {
  readonly values: readonly unknown[];
  readonly today: string;
  readonly rule: Pick<Rule, 'years' | 'values'>;
}

type Check = (checked: Checked) => boolean;

const WOMEN = new Set(['p', 'pr', 'perempuan', 'wanita', 'f', 'female']);
const MEN = new Set(['l', 'lk', 'lakilaki', 'pria', 'm', 'male']);

/**
 * Whether a rule holds. A check that compares says nothing about what is missing or is of another kind: the schema of the form refuses
 * that. Pure and total.
 */
export function holds(check: CheckName, checked: Checked): boolean {
  return HOLDS[check](checked);
}

/** Whether nothing has been filled in. */
export function isBlank(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'string') return value.trim() === '';
  return Array.isArray(value) && value.length === 0;
}

const HOLDS: Readonly<Record<CheckName, Check>> = {
  'after-today': ({ values: [date], today }) => compared(date, today, (day, now) => day > now),
  'not-in-past': ({ values: [date], today }) => compared(date, today, (day, now) => day >= now),
  'not-in-future': ({ values: [date], today }) => compared(date, today, (day, now) => day <= now),
  before: ({ values: [one, other] }) => compared(one, other, (first, second) => first < second),
  'not-before': ({ values: [one, other] }) => compared(one, other, (first, second) => first >= second),
  'age-at-least': ({ values: [birth], today, rule: { years = 0 } }) =>
    compared(birth, yearsBefore(today, years), (day, most) => day <= most),
  'nik-matches-birth-date': ({ values: [nik, date, sex] }) => matchesBirth(nik, date) && matchesSex(nik, sex),
  'nik-matches-region': ({ values: [nik], rule: { values = [] } }) =>
    typeof nik !== 'string' || nikBirth(nik) === undefined || values.some((region) => nik.startsWith(digitsOf(region))),
  'same-as': ({ values: [one, other] }) => isBlank(one) || isBlank(other) || comparedText(one) === comparedText(other),
  'sum-of': ({ values }) => isSum(values),
  'one-of-required': ({ values }) => values.some((value) => !isBlank(value)),
  'required-when': ({ values: [value, other], rule }) => !isBlank(value) || !applies(other, rule.values),
};

function compared(one: unknown, other: unknown, fits: (one: number, other: number) => boolean): boolean {
  const [first, second] = [one, other].map((date) => (typeof date === 'string' ? dayNumber(date) : undefined));
  return first === undefined || second === undefined || fits(first, second);
}

/** The same day so many years earlier: who is born on 29 February comes of age on 1 March of other years. */
function yearsBefore(today: string, years: number): string {
  const [year = 0, month = 1, day = 1] = today.split('-').map(Number);
  const earlier = `${String(year - years).padStart(4, '0')}-${today.slice(5)}`;
  // Today is 29 February and that year had none: whoever was born on the 28th is of age, and so is nobody later.
  return month === 2 && day === 29 && dayNumber(earlier) === undefined ? `${earlier.slice(0, 8)}28` : earlier;
}

function matchesBirth(nik: unknown, date: unknown): boolean {
  const birth = typeof nik === 'string' ? nikBirth(nik) : undefined;
  if (!birth || typeof date !== 'string' || dayNumber(date) === undefined) return true;
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return birth.day === day && birth.month === month && birth.year === year % 100;
}

function matchesSex(nik: unknown, sex: unknown): boolean {
  const birth = typeof nik === 'string' ? nikBirth(nik) : undefined;
  if (!birth || typeof sex !== 'string') return true;
  const word = comparedText(sex);
  return !(birth.woman ? MEN : WOMEN).has(word);
}

function isSum([total, ...parts]: readonly unknown[]): boolean {
  if (typeof total !== 'number' || !parts.some((part) => typeof part === 'number')) return true;
  const sum = parts.reduce<number>((so, part) => so + (typeof part === 'number' ? part : 0), 0);
  // Cents in binary do not add up to the last bit.
  return Math.abs(total - sum) <= 1e-9 * Math.max(1, Math.abs(total), Math.abs(sum));
}

function applies(other: unknown, values: Rule['values']): boolean {
  return values ? values.some((value) => value === other) : !isBlank(other) && other !== false;
}

function digitsOf(value: string | number | boolean): string {
  return String(value).replace(/\D/g, '');
}
