import type { Refusal } from '../kernel/refusal.js';
import type { CaseEvent } from './case-events.js';
import type { WorkingClock } from './deadline.js';
import type { PeopleFacts } from './separation.js';
import type { EscalationPolicy } from './sop-definition.js';

/** What the present gives to a decision: nothing in here is looked up by the core itself. */
export interface Present extends PeopleFacts {
  readonly now: Date;
  readonly working: WorkingClock;
  /** The ladder of the agency, for steps that have none of their own. */
  readonly ladder: EscalationPolicy;
  /** Id of the task that may be opened. */
  readonly nextTask: string;
}

/** Either what happens, or why not; a refusal changes nothing. */
export type Decision<E extends CaseEvent = CaseEvent> =
  { readonly ok: true; readonly event: E } | { readonly ok: false; readonly refusal: Refusal };

/** A decision that changes nothing, with the reason. */
export const no = (refusal: Refusal): Decision<never> => ({ ok: false, refusal });

/** A decision by which the event happens. */
export const yes = <E extends CaseEvent>(event: E): Decision<E> => ({ ok: true, event });
