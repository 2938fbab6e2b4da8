import type { Tx } from '../platform/database/tx.js';

/** What an applicant has filled in. */
export interface FilledForm {
  readonly applicant: Readonly<Record<string, unknown>>;
  readonly form: Readonly<Record<string, unknown>>;
}

/** Knows the forms of applications; the module that owns them implements it. */
export interface FilledForms {
  /** The revision that counts: the last one. */
  latest(tx: Tx, agency: string, application: string): Promise<FilledForm>;
}

/** Nest token of `FilledForms`. */
export const FILLED_FORMS = Symbol('filled forms');
