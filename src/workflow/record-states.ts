import { APPLICANT } from '../kernel/principal.js';
import type { CaseEvent } from '../sop/case-events.js';
import { stepOf } from '../sop/definition-lookup.js';
import type { SopDefinition } from '../sop/sop-definition.js';
import type { RecordRef } from './activity.js';

/** A record of a case with the state that the table of audiences goes by. */
export interface RecordStanding extends RecordRef {
  readonly state: string;
}

/** Steps by which a letter leaves the office. */
const HANDS_OVER: readonly string[] = ['hand-over', 'acknowledge'];
/** Events that say what happened to the case, and not how the office organises its work. */
const PUBLIC: readonly CaseEvent['type'][] = [
  'opened',
  'completed',
  'withdrawn',
  'document-added',
  'document-removed',
  'paused',
  'resumed',
  'deemed-granted',
  'revoked',
  'corrected',
];

/**
 * The one answer to what state the records of a case are in: which findings were sent to the applicant, which letters are out. It follows
 * from the journal alone, so that every transport, export and search agrees.
 */
export function recordStates(definition: SopDefinition, events: readonly CaseEvent[]): ReadonlyMap<string, RecordStanding> {
  const standing = new Map<string, RecordStanding>();
  const closed = events.some((event) => event.type === 'completed' && event.ending !== null);
  const handsOver = definition.steps.some(({ does }) => HANDS_OVER.includes(does));
  for (const event of events) {
    if (event.type !== 'completed') continue;
    for (const { kind, id } of (event.data['records'] ?? []) as unknown as RecordRef[]) {
      const out = standing.get(id)?.state.endsWith('issued') || HANDS_OVER.includes(stepOf(definition, event.step).does);
      standing.set(id, { kind, id, state: stateOf(definition, kind, event, out || (closed && !handsOver)) });
    }
  }
  return standing;
}

function stateOf(definition: SopDefinition, kind: RecordRef['kind'], event: { readonly next: object | null }, out: boolean): string {
  const health = definition.healthRecords?.some((each) => each === kind) ?? false;
  switch (kind) {
    case 'receipt':
      return 'issued';
    case 'check':
      return (event.next as { role?: string } | null)?.role === APPLICANT ? 'addressed' : 'inner';
    case 'recommendation':
      return health ? 'health' : definition.disclosedRecords?.includes(kind) ? 'disclosed' : 'inner';
    case 'letter':
      return `${health ? 'health-' : ''}${out ? 'issued' : 'draft'}`;
    default:
      return 'inner';
  }
}

/** The state of a handed-in file. */
export function documentState(definition: SopDefinition, requirement: string): string {
  const asked = definition.requirements.find(({ code }) => code === requirement);
  if (!asked) return 'evidence';
  return asked.sensitive ? 'health' : 'requirement';
}

/** The state of an event. */
export function eventState({ type }: CaseEvent): string {
  return PUBLIC.includes(type) ? 'public' : 'inner';
}
