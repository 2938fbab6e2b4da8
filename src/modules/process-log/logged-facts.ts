import type { CaseEvent } from '../../sop/case-events.js';
import { stepOf } from '../../sop/definition-lookup.js';
import type { SopDefinition, Step } from '../../sop/sop-definition.js';
import type { RecordRef } from '../../workflow/activity.js';
import type { LoggedEvent } from './case-batches.js';

/** What is told of an event in either format: no name, no note, no reason, nothing of what was filled in. */
export interface LoggedFacts {
  readonly activity: string;
  readonly role: string;
  /** Tells officials apart; null for applicants and the system. */
  readonly resource: string | null;
  readonly outcome: string | null;
  readonly usedSeconds: number | null;
  readonly usedDays: number | null;
  readonly task: string | null;
  readonly letters: readonly string[];
}

/** What happened besides the steps of an SOP. */
export const OTHER_ACTIVITIES = [
  'opened',
  'claimed',
  'released',
  'withdrawn',
  'number-voided',
  'revoked',
  'corrected',
  'document-added',
  'document-removed',
  'document-accepted',
] as const;
const ALARMS = ['reminder', 'overdue', 'escalated', 'statutory-reminder', 'statutory-passed'] as const;

/** A step under its number and name, as both tell steps apart that are called alike. */
export const stepName = ({ no, activity }: Step): string => `${no} ${activity}`;

/** The names that events of these definitions can have. */
export function activityNames(definitions: readonly SopDefinition[]): string[] {
  const steps = definitions.flatMap(({ steps: all }) => all.map(stepName));
  return [...new Set([...steps, ...OTHER_ACTIVITIES, ...ALARMS])];
}

export function factsOf({ actor, body }: LoggedEvent, definition: SopDefinition): LoggedFacts {
  const done = body.type === 'completed' ? body : undefined;
  return {
    activity: activityOf(body, definition),
    role: body.actor.role,
    resource: actor,
    outcome: done?.outcome ?? null,
    usedSeconds: done ? Math.round(done.used.ms) / 1000 : null,
    usedDays: done ? Math.round(done.used.days * 1000) / 1000 : null,
    task: 'task' in body ? body.task : null,
    letters: ((done?.data['records'] ?? []) as readonly RecordRef[]).filter(({ kind }) => kind === 'letter').map(({ id }) => id),
  };
}

function activityOf(body: CaseEvent, definition: SopDefinition): string {
  if (body.type === 'completed') return stepName(stepOf(definition, body.step));
  return body.type === 'rang' || body.type === 'warned' ? body.kind : body.type;
}
