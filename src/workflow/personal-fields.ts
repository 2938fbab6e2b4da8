import { maskPersonal } from '../kernel/mask.js';
import { plainSigns } from '../kernel/typed/characters.js';
import { isMailbox, mailboxKey } from '../kernel/typed/mailbox.js';
import { canonicalDigits } from '../kernel/typed/numbers.js';
import { telephoneKey } from '../kernel/typed/telephone.js';
import type { JsonObject, SopDefinition } from '../sop/sop-definition.js';
import type { FilledForm } from './filled-forms.js';

/** Formats and names that are personal whatever the schema says: numbers of persons, and how an applicant is reached. */
const FORMATS = ['nik', 'email'];
const CONTACTS = ['email', 'phone', 'nik', 'npwp', 'address'];
/** Of an applicant: what tells nothing about a person. */
const IMPERSONAL = ['name', 'kind', 'nib', 'language'];

/** What one can be found by, without its lying anywhere to be read. */
export interface PersonalTerm {
  readonly kind: 'nik' | 'email' | 'phone';
  readonly value: string;
}

const known = new WeakMap<JsonObject, ReadonlySet<string>>();

/** The properties of a form that are personal data: marked by `x-personal: true`, by their format, or by their name; at any depth. */
export function personalFields(schema: JsonObject): ReadonlySet<string> {
  let fields = known.get(schema);
  if (!fields) {
    const properties = Object.entries((schema['properties'] ?? {}) as Record<string, unknown>);
    fields = new Set(properties.filter(([name, property]) => CONTACTS.includes(name) || isPersonal(property)).map(([name]) => name));
    known.set(schema, fields);
  }
  return fields;
}

function isPersonal(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return false;
  if (Array.isArray(schema)) return schema.some(isPersonal);
  const { format, 'x-personal': marked } = schema as { format?: unknown; 'x-personal'?: unknown };
  if (marked === true || (typeof format === 'string' && FORMATS.includes(format))) return true;
  return ['properties', 'dependentSchemas', 'items', 'prefixItems', 'oneOf', 'anyOf', 'allOf', 'if', 'then', 'else'].some((keyword) =>
    keyword === 'properties' || keyword === 'dependentSchemas'
      ? isPersonal(Object.values((schema as JsonObject)[keyword] ?? {}))
      : isPersonal((schema as JsonObject)[keyword]),
  );
}

/** A form in two: what may lie in the clear, and what may not. */
export function splitForm(
  { form: schema }: SopDefinition,
  form: FilledForm['form'],
): { readonly open: JsonObject; readonly personal: JsonObject } {
  const fields = personalFields(schema);
  const [personal, open] = [true, false].map((which) =>
    Object.fromEntries(Object.entries(form).filter(([name]) => fields.has(name) === which)),
  );
  return { open: open!, personal: personal! };
}

/** The same form for who need not know: with everything personal masked. */
export function maskedForm({ form: schema }: SopDefinition, { applicant, form }: FilledForm): FilledForm {
  const fields = personalFields(schema);
  return {
    applicant: maskedWhere(applicant, (name) => !IMPERSONAL.includes(name)),
    form: maskedWhere(form, (name) => fields.has(name)),
  };
}

function maskedWhere(values: JsonObject, personal: (name: string) => boolean): JsonObject {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, personal(name) ? maskPersonal(value) : value]));
}

/** What an application can be found by: the numbers and addresses of its applicant, each in one form whatever way it was written. */
export function personalTerms(definition: SopDefinition, { applicant, form }: FilledForm): PersonalTerm[] {
  const properties = (definition.form['properties'] ?? {}) as Readonly<Record<string, { readonly format?: string }>>;
  const niks = Object.keys(properties).filter((name) => properties[name]?.format === 'nik');
  const values: [PersonalTerm['kind'], unknown][] = [
    ...[applicant['nik'], form['nik'], ...niks.map((name) => form[name])].map((value) => ['nik', value] as [PersonalTerm['kind'], unknown]),
    ...[applicant, form].map((from) => ['email', from['email']] as [PersonalTerm['kind'], unknown]),
    ...[applicant, form].map((from) => ['phone', from['phone']] as [PersonalTerm['kind'], unknown]),
  ];
  const terms = values.flatMap(([kind, value]) => (typeof value === 'string' ? [{ kind, value: searchKey(kind, value) }] : []));
  return terms.filter(({ kind, value }, i) => value !== '' && terms.findIndex((one) => one.kind === kind && one.value === value) === i);
}

/** What somebody means who searches for this: a number of a person, a mailbox or a telephone; undefined when it is none of them. */
export function termOf(q: string): PersonalTerm | undefined {
  const digits = canonicalDigits(q);
  if (/^\d{16}$/.test(digits)) return { kind: 'nik', value: digits };
  const mailbox = mailboxKey(q);
  if (isMailbox(mailbox)) return { kind: 'email', value: mailbox };
  const phone = telephoneKey(q);
  // What is written without a trunk prefix may be any number.
  return /^\s*[(+0]|^\s*62/.test(plainSigns(q)) && phone !== '' ? { kind: 'phone', value: phone } : undefined;
}

function searchKey(kind: PersonalTerm['kind'], written: string): string {
  if (kind === 'email') return mailboxKey(written);
  return kind === 'phone' ? telephoneKey(written) : written.replace(/\D/g, '');
}
