import { APPLICANT } from '../kernel/principal.js';
import type { CaseEvent, EventActor } from '../sop/case-events.js';
import type { Agency } from '../sop/sop-definition.js';
import { eventState } from './record-states.js';

/** An event as the applicant reads it. */
export interface PublicEvent {
  readonly actor: Pick<EventActor, 'name' | 'role'>;
  readonly note: string | null;
  readonly data: object | null;
}

/**
 * What an applicant reads of an event: what happened and what came out. Words and data are theirs where they wrote them, or where the
 * event sends the case back to them; an official stands for a role. Null for an event that is the office's own.
 */
export function publicEvent(agency: Agency, event: CaseEvent): PublicEvent | null {
  if (eventState(event) !== 'public') return null;
  const { name, role } = event.actor;
  if (role === APPLICANT)
    return { actor: { name, role }, note: noteOf(event), data: 'data' in event ? withoutRecords(event.data) : dataTo(event) };
  const title = agency.roles.find(({ code }) => code === role)?.title.id ?? agency.shortName;
  return { actor: { name: title, role }, note: wordsTo(event), data: dataTo(event) };
}

/** The journal in an export for the person it is about. */
export function publicJournal(agency: Agency, events: readonly CaseEvent[]): object[] {
  return events.flatMap((event) => {
    const told = publicEvent(agency, event);
    if (!told) return [];
    const { type, at } = event;
    const completed = event.type === 'completed' ? { step: event.step, outcome: event.outcome, ending: event.ending } : {};
    return [{ type, at, ...completed, actor: told.actor, ...(told.note && { note: told.note }), ...(told.data && { data: told.data }) }];
  });
}

function noteOf(event: CaseEvent): string | null {
  if (event.type === 'completed') return event.note;
  return 'reason' in event ? event.reason : null;
}

/** What an event of the office says to the applicant. */
function wordsTo(event: CaseEvent): string | null {
  return event.type === 'revoked' || event.type === 'corrected' ? event.reason : null;
}

/** What has to be seen to before the case goes on. */
function dataTo(event: CaseEvent): object | null {
  if ('document' in event) return { requirement: event.requirement };
  if (event.type !== 'completed' || event.next?.role !== APPLICANT) return null;
  const { findings, reason } = event.data;
  return { ...(findings !== undefined && { findings }), ...(reason !== undefined && { reason }) };
}

function withoutRecords({ records: _, documents: __, ...data }: Readonly<Record<string, unknown>>): object {
  return data;
}
