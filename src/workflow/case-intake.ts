import type { Problem } from '../kernel/refusal.js';
import type { Tx } from '../platform/database/tx.js';
import type { FilledForm } from './filled-forms.js';

/** An application that comes from another system, for somebody who has no account. */
export interface IncomingApplication {
  readonly agency: string;
  readonly service: string;
  readonly filled: FilledForm;
  /** The role that acts for the applicant. */
  readonly assistant: string;
  /** Whether the first row is completed where the form is whole. */
  readonly submit: boolean;
  /** The system it came from, as the journal names it. */
  readonly by: string;
}

/** What became of it: opened, and what its form still lacks. */
export interface TakenIn {
  readonly id: string;
  readonly number: string;
  readonly missing: readonly Problem[];
}

/** Opens applications that come from elsewhere, and fills in their forms; the module that owns the forms implements it. */
export interface CaseIntake {
  open(tx: Tx, incoming: IncomingApplication): Promise<TakenIn>;
  /** Another revision of the form, where it is whole; what is wrong with it otherwise. */
  refill(tx: Tx, agency: string, application: string, filled: FilledForm, by: string): Promise<readonly Problem[]>;
}

/** Nest token of `CaseIntake`. */
export const CASE_INTAKE = Symbol('case intake');
