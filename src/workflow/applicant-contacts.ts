import type { Tx } from '../platform/database/tx.js';

/** How an applicant wants to be reached, as far as the form tells. */
export interface ApplicantContact {
  readonly applicationId: string;
  readonly email: string | null;
  /** As it was written down. */
  readonly phone: string | null;
  readonly language: 'id' | 'en';
}

/** Knows how applicants are reached; the module that owns the forms implements it. */
export interface ApplicantContacts {
  of(tx: Tx, agency: string, applications: readonly string[]): Promise<readonly ApplicantContact[]>;
}

/** Nest token of `ApplicantContacts`. */
export const APPLICANT_CONTACTS = Symbol('applicant contacts');
