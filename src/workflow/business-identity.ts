import { canonicalDigits } from '../kernel/typed/numbers.js';
import type { JsonObject, SopDefinition } from '../sop/sop-definition.js';
import type { FilledForm } from './filled-forms.js';

/** The numbers by which a form says which business it is of, and whose: digits alone, sorted, each once. */
export interface BusinessIdentity {
  readonly nibs: readonly string[];
  readonly niks: readonly string[];
}

const DIGITS = { nib: /^\d{13}$/, nik: /^\d{16}$/ } as const;
type Kind = keyof typeof DIGITS;

/** Reads the fields that the definition marks as NIB and as NIK (by their format, or by what OSS fills in); no other text counts. Pure. */
export function businessIdentity(definition: SopDefinition, { applicant, form }: FilledForm): BusinessIdentity {
  const marked = (kind: Kind) => [...fieldsOf(definition, kind)].map((field) => form[field]);
  return { nibs: numbers('nib', [...marked('nib'), applicant['nib']]), niks: numbers('nik', [...marked('nik'), applicant['nik']]) };
}

/** Whether both name the same business and the same person, and no other. */
export function sameIdentity(one: BusinessIdentity, other: BusinessIdentity): boolean {
  return sameNumbers(one.nibs, other.nibs) && sameNumbers(one.niks, other.niks);
}

/** Whether both name the same numbers, and at least one. */
export function sameNumbers(one: readonly string[], other: readonly string[]): boolean {
  return one.length > 0 && one.length === other.length && one.every((number, index) => number === other[index]);
}

function fieldsOf({ form, oss }: SopDefinition, kind: Kind): ReadonlySet<string> {
  const properties = Object.entries((form['properties'] ?? {}) as Readonly<Record<string, JsonObject>>);
  const byFormat = properties.filter(([, property]) => property['format'] === kind).map(([name]) => name);
  const byName = properties.filter(([name]) => name === kind).map(([name]) => name);
  const byOss = kind === 'nib' ? (oss?.form ?? []).filter(({ from }) => from.includes('nib')).map(({ field }) => field) : [];
  return new Set([...byFormat, ...byName, ...byOss]);
}

function numbers(kind: Kind, values: readonly unknown[]): string[] {
  const texts = values.filter((value) => typeof value === 'string' || typeof value === 'number');
  const digits = texts.map((value) => canonicalDigits(String(value))).filter((value) => DIGITS[kind].test(value));
  return [...new Set(digits)].sort();
}
