import type { Sentence } from '../../kernel/refusal.js';

/** What a broken rule does: it refuses the input, or it asks for a confirmation. */
export const RULE_EFFECTS = ['refuse', 'warn'] as const;
export type RuleEffect = (typeof RULE_EFFECTS)[number];

/** What kind of value a check reads at a place. */
export type FieldKind = 'any' | 'date' | 'nik' | 'number';

interface CheckShape {
  /** Kinds of the fields in order. */
  readonly fields: readonly FieldKind[];
  /** Kind of any number of further fields; absent: none may follow. */
  readonly more?: FieldKind;
  /** How many of `fields` at the end may be left out; absent: none. */
  readonly spare?: number;
  /** Whether the parameter must stand there, may stand there, or may not (absent). */
  readonly years?: 'needed';
  readonly values?: 'needed' | 'allowed';
  /** Whether the check may only warn: it is right about most people, and not about all. */
  readonly onlyWarns?: true;
}

/** The named checks with what each takes. `docs/sop-format.md` has an example of every one. */
export const CHECKS = {
  'after-today': { fields: ['date'] },
  'not-in-past': { fields: ['date'] },
  'not-in-future': { fields: ['date'] },
  before: { fields: ['date', 'date'] },
  'not-before': { fields: ['date', 'date'] },
  'age-at-least': { fields: ['date'], years: 'needed' },
  'nik-matches-birth-date': { fields: ['nik', 'date', 'any'], spare: 1 },
  'nik-matches-region': { fields: ['nik'], values: 'needed', onlyWarns: true },
  'same-as': { fields: ['any', 'any'] },
  'sum-of': { fields: ['number', 'number', 'number'], more: 'number' },
  'one-of-required': { fields: ['any', 'any'], more: 'any' },
  'required-when': { fields: ['any', 'any'], values: 'allowed' },
} as const satisfies Readonly<Record<string, CheckShape>>;

export type CheckName = keyof typeof CHECKS;
export const CHECK_NAMES = Object.keys(CHECKS) as CheckName[];

/** What a check takes; the table above with its optional members. */
export const shapeOf = (check: CheckName): CheckShape => CHECKS[check];

/** A condition over several fields of one application, as data of the definition. */
export interface Rule {
  readonly id: string;
  readonly check: CheckName;
  /** JSON pointers: /applicant/…, /form/…, and /input/… for the input of the steps. */
  readonly fields: readonly string[];
  /** Steps whose input the rule is about; absent: it is about the form alone. */
  readonly steps?: readonly number[];
  readonly then: RuleEffect;
  /** The sentence for people. */
  readonly says: Sentence;
  /** For `age-at-least`. */
  readonly years?: number;
  /** For `nik-matches-region` (first digits), `required-when` (values of the second field). */
  readonly values?: readonly (string | number | boolean)[];
}

/** Fields of an applicant that a rule may name; others are kept as they come, and no rule can rely on them. */
export const APPLICANT_FIELDS = ['name', 'kind', 'nik', 'nib', 'npwp', 'phone', 'email', 'address'] as const;
export type ApplicantField = (typeof APPLICANT_FIELDS)[number];

const APPLICANT_KINDS: Readonly<Partial<Record<ApplicantField, FieldKind>>> = { nik: 'nik' };

export function isApplicantField(name: string): name is ApplicantField {
  return (APPLICANT_FIELDS as readonly string[]).includes(name);
}

export const kindOfApplicantField = (name: ApplicantField): FieldKind => APPLICANT_KINDS[name] ?? 'any';
