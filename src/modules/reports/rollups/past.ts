import { NO_TIME, plus } from '../../../kernel/duration.js';
import type { CaseEvent } from '../../../sop/case-events.js';
import type { EventContext } from './event-context.js';

/** What reports ask of the events of a case that came before one. */
export type Past = Pick<EventContext, 'opened' | 'usedBefore' | 'corrected'>;

/** The events that are counted, or tell of what comes after them. */
export const COUNTED_EVENTS = [
  'opened',
  'completed',
  'withdrawn',
  'number-voided',
  'revoked',
  'corrected',
] as const satisfies CaseEvent['type'][];

/** Before the first. */
export const NO_PAST: Past = { opened: null, usedBefore: NO_TIME, corrected: false };

/** What the next event has behind it. */
export function pastAfter({ opened, usedBefore, corrected }: Past, event: CaseEvent): Past {
  return {
    opened: 'next' in event ? event.next : event.type === 'withdrawn' ? null : opened,
    usedBefore: event.type === 'completed' ? plus(usedBefore, event.used) : usedBefore,
    corrected: corrected || event.type === 'corrected',
  };
}
