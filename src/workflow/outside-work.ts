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

/** Knows what other systems do for tasks; the module that speaks with them implements it. */
export interface OutsideWork {
  of(agency: string, task: string): Promise<OutsideState | null>;
  /** The number that another system has given the permit of a case, where it numbers first. */
  numberOf(agency: string, application: string): Promise<string | null>;
}

/** Nest token of `OutsideWork`. */
export const OUTSIDE_WORK = Symbol('outside work');
