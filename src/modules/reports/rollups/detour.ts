import { dateIn } from '../../../platform/numbering/number-format.js';
import type { CaseEvent, CompletedEvent } from '../../../sop/case-events.js';
import { outcomeOf, stepOf } from '../../../sop/definition-lookup.js';
import { forwardPath } from '../../../sop/forward-path.js';
import type { JsonObject, SopDefinition } from '../../../sop/sop-definition.js';
import type { EventContext } from './event-context.js';

/** Away from the way forward: sent back to an earlier row, refused (another ending), or taken back by somebody. */
export const DETOUR_KINDS = ['returned', 'refused', 'withdrawn', 'number-voided', 'revoked', 'corrected'] as const;
export type DetourKind = (typeof DETOUR_KINDS)[number];

/** One such turn of a case. Its reason stays in the journal, where `reasonOf` reads it. */
export interface DetourRow {
  readonly agency: string;
  readonly application_id: string;
  readonly seq: number;
  readonly at: string;
  readonly day: string;
  readonly service: string;
  readonly definition: string;
  readonly step: number | null;
  readonly kind: DetourKind;
  readonly outcome: string | null;
  /** Whose turn it was then. */
  readonly to_role: string | null;
  readonly person: string;
  readonly name: string;
}

const LONGEST_REASON = 2000;

/** The turn that an event is; undefined for one that goes the way forward. Told by where the outcome leads, whatever the SOP. */
export function detourOf({ agency, applicationId, seq, sha256, definition, zone, event, opened }: EventContext): DetourRow | undefined {
  const kind = kindOf(definition, event);
  if (!kind) return undefined;
  const { at, actor } = event;
  return {
    ...{ agency, application_id: applicationId, seq, at, day: dateIn(new Date(at), zone), service: definition.code, definition: sha256 },
    step: 'step' in event ? event.step : (opened?.step ?? null),
    kind,
    outcome: event.type === 'completed' ? event.outcome : null,
    to_role: 'next' in event ? (event.next?.role ?? null) : null,
    person: actor.id,
    name: actor.name,
  };
}

function kindOf(definition: SopDefinition, event: CaseEvent): DetourKind | undefined {
  switch (event.type) {
    case 'completed':
      return ofOutcome(definition, event);
    case 'withdrawn':
    case 'number-voided':
    case 'revoked':
    case 'corrected':
      return event.type;
    default:
      return undefined;
  }
}

function ofOutcome(definition: SopDefinition, event: CompletedEvent): DetourKind | undefined {
  const step = stepOf(definition, event.step);
  const outcome = outcomeOf(step, event.outcome);
  if (!outcome || outcome.means === step.outcomes[0]!.means) return undefined;
  const { leadsTo } = outcome;
  const ending = typeof leadsTo === 'number' ? forwardPath(definition, leadsTo).ending : leadsTo;
  // Back before a fork is no refusal: from there the way forward is open again.
  if (typeof leadsTo === 'number' && leadsTo <= step.no) return 'returned';
  return ending === forwardPath(definition, step.no).ending ? undefined : 'refused';
}

/** What was said: the reason, the note, and what was found of each document. */
export function reasonOf({ requirements }: SopDefinition, event: CaseEvent): string | null {
  if ('reason' in event) return event.reason;
  if (event.type !== 'completed') return null;
  const { reason, findings } = event.data as JsonObject & { readonly reason?: unknown; readonly findings?: unknown };
  const found = (Array.isArray(findings) ? (findings as Finding[]) : []).map(({ requirement, note }) => {
    const label = requirements.find(({ code }) => code === requirement)?.label.id ?? requirement;
    return note ? `${label}: ${note}` : label;
  });
  const said = [reason, event.note].filter((text): text is string => typeof text === 'string' && text !== '');
  return [...said, ...found].join(' · ').slice(0, LONGEST_REASON) || null;
}

interface Finding {
  readonly requirement: string;
  readonly note?: string;
}
