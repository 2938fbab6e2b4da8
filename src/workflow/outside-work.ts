import type { Tx } from '../platform/database/tx.js';

/** How far another system is with what a task waits for. */
export interface OutsideState {
  /** The system, such as `oss`. */
  readonly system: string;
  /** `sending`, `accepted`, `refused`, or `by-hand` where somebody did it themselves. */
  readonly state: string;
  /** The sentence that the system gave. */
  readonly detail: string | null;
  /** When that was so (RFC 3339). */
  readonly at: string;
}

/** What a case is in another system. */
export interface OutsideEntry {
  /** Its number there, such as the oss_id. */
  readonly ossId: string;
  readonly nib: string;
}

/** What is known outside of an open task and of its case. */
export interface OutsideKnown {
  /** Null where no other system is asked for anything. */
  readonly work: OutsideState | null;
  /** Null while it is not known what the case is there. */
  readonly entry: OutsideEntry | null;
}

/** Knows what other systems do for tasks; the module that speaks with them implements it. */
export interface OutsideWork {
  of(agency: string, task: string, application: string): Promise<OutsideKnown>;
  /** What a case is in another system, for whoever would have to say so otherwise. */
  entryOf(tx: Tx, agency: string, application: string): Promise<OutsideEntry | null>;
  /** The number that another system has given the permit of a case, where it numbers first. */
  numberOf(agency: string, application: string): Promise<string | null>;
}

/** Nest token of `OutsideWork`. */
export const OUTSIDE_WORK = Symbol('outside work');
