import { nikBirth } from '../kernel/identity-numbers.js';
import type { SeededChance } from './chance.js';
import { NOTES, REASONS, wordsOf } from './words.js';

type Schema = Readonly<Record<string, unknown>>;

/** An applicant's name: generic, so that it is nobody's, and varied enough to be searched for. */
export function applicantName(chance: SeededChance, business: boolean): string {
  const kind = chance.pick(business ? wordsOf.business : wordsOf.person);
  return `${kind} ${chance.pick(wordsOf.names)} ${chance.pick(wordsOf.second)} ${chance.below(9000) + 1000}`;
}

/** A filled-in object by its JSON Schema: the example that every schema brings, with its numbers, choices and names varied. */
export function filledIn(chance: SeededChance, schema: Schema, example: object): Record<string, unknown> {
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, Schema>>;
  const filled = Object.fromEntries(Object.entries(example).map(([name, value]) => [name, varied(chance, properties[name] ?? {}, value)]));
  return withBirthOfNik(properties, filled);
}

/** Somebody was born on the day that their NIK says. */
function withBirthOfNik(properties: Readonly<Record<string, Schema>>, filled: Record<string, unknown>): Record<string, unknown> {
  const field = Object.keys(filled).find((name) => properties[name]?.['format'] === 'nik');
  const birth = field && nikBirth(String(filled[field]));
  if (!birth || typeof filled['birthDate'] !== 'string') return filled;
  const two = (n: number) => String(n).padStart(2, '0');
  return { ...filled, birthDate: `19${two(birth.year)}-${two(birth.month)}-${two(birth.day)}` };
}

function varied(chance: SeededChance, schema: Schema, example: unknown): unknown {
  if (Array.isArray(schema['enum'])) return chance.pick(schema['enum'] as unknown[]);
  if (typeof example === 'number') return amount(chance, schema, example);
  if (typeof example !== 'string') return example;
  if (schema['format'] === 'nik') return nik(chance, example);
  if (schema['format'] === 'nib') return chance.digits(13);
  if (schema['format'] !== undefined) return example;
  const pattern = schema['pattern'] as string | undefined;
  // The last digits are what tells two phone numbers, codes or addresses apart.
  if (pattern !== undefined || /\d/.test(example)) return example.replace(/\d{1,4}(?=\D*$)/, (last) => digitsLike(chance, last));
  return example;
}

function amount(chance: SeededChance, schema: Schema, example: number): number {
  const { minimum = 0, maximum = Infinity } = schema as { minimum?: number; maximum?: number };
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, Math.abs(example)))) - 1);
  const near = Math.round((example * chance.around(0.8)) / unit) * unit;
  return Math.min(Math.max(near, minimum), maximum);
}

function digitsLike(chance: SeededChance, digits: string): string {
  return `${chance.below(9) + 1}${chance.digits(digits.length - 1)}`;
}

/** Years of birth of applicants, of the last century. */
const FIRST_YEAR = 50;
const YEARS = 50;

/** Region, date of birth (40 more for women), serial number. */
function nik(chance: SeededChance, example: string): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const day = 1 + chance.below(28) + (chance.oneIn(2) ? 40 : 0);
  return `${example.slice(0, 6)}${two(day)}${two(1 + chance.below(12))}${two(FIRST_YEAR + chance.below(YEARS))}${String(1 + chance.below(9999)).padStart(4, '0')}`;
}

interface Finding {
  readonly requirement: string;
  readonly status: string;
  readonly note?: string;
}

/** The input of a step: the example of its outcome, with another reason and another document that is not right. */
export function stepInput(chance: SeededChance, example: Schema): Record<string, unknown> {
  const input: Record<string, unknown> = { ...example };
  if (typeof input['reason'] === 'string') input['reason'] = chance.pick(REASONS);
  if (Array.isArray(input['findings'])) input['findings'] = findings(chance, input['findings'] as Finding[]);
  return input;
}

function findings(chance: SeededChance, example: readonly Finding[]): Finding[] {
  const states = example.map(({ requirement: _, ...state }) => state);
  const by = chance.below(example.length || 1);
  return example.map(({ requirement }, index) => ({ requirement, ...states[(index + by) % states.length]! }));
}

/** Seldom does anybody write one. */
export function note(chance: SeededChance): string | null {
  return chance.oneIn(12) ? chance.pick(NOTES) : null;
}
