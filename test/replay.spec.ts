import { join } from 'node:path';
import { officeCalendar } from '../src/kernel/testing/calendars.js';
import type { Principal } from '../src/kernel/principal.js';
import { compileCalendar } from '../src/kernel/working-time.js';
import type { CaseEvent, CaseState } from '../src/sop/case-events.js';
import { decide, type CaseCommand } from '../src/sop/decide.js';
import { evolve } from '../src/sop/evolve.js';
import { ACTIVITIES } from '../src/sop/testing/vocabulary.js';
import { readDefinitionFiles } from '../src/workflow/definition-files.js';
import { eventHash, GENESIS } from '../src/workflow/journal.js';
import { readHistories } from './support/history.js';

const { definitions, agencies } = readDefinitionFiles(join(import.meta.dirname, '../sop'), ACTIVITIES);
const histories = readHistories();
/** The hours of the weeks in which the histories were recorded, whatever becomes of the calendar that is shipped. */
const working = compileCalendar(officeCalendar());

/** What somebody must have asked for. */
function commandOf(event: CaseEvent): CaseCommand {
  switch (event.type) {
    case 'opened':
      return { type: 'open', applicant: event.applicant, assistant: event.assistant };
    case 'claimed':
      return { type: 'claim', task: event.task };
    case 'released':
      return { type: 'release', task: event.task };
    case 'completed':
      return { type: 'complete', task: event.task, outcome: event.outcome, note: event.note };
    case 'rang':
      return { type: 'ring', task: event.task };
    case 'warned':
      return { type: 'warn' };
    case 'withdrawn':
      return { type: 'withdraw', reason: event.reason };
    case 'licence-joined': {
      const { actor, licence, from, reason } = event;
      return { type: 'join-licence', role: actor.role, licence, from, reason };
    }
    case 'document-added':
    case 'document-removed':
    case 'document-accepted': {
      const command = (
        { 'document-added': 'add-document', 'document-removed': 'remove-document', 'document-accepted': 'accept-document' } as const
      )[event.type];
      return { type: command, document: { id: event.document, requirement: event.requirement, sha256: event.sha256 } };
    }
    case 'number-voided':
      return { type: 'void-number', step: event.step, reason: event.reason, data: event.data };
    case 'revoked':
      return { type: 'revoke', step: event.step, reason: event.reason, data: event.data };
    case 'paused':
      return { type: 'pause', reset: event.reset, code: event.code, reason: event.reason };
    case 'resumed':
      return { type: 'resume', reset: event.reset, code: event.code, reason: event.reason };
    case 'deemed-granted':
      return { type: 'deem-granted', goTo: event.next?.step ?? null, code: event.code, reason: event.reason };
    case 'corrected':
      return { type: 'correct', step: event.step, restart: event.next.step, reason: event.reason, data: event.data };
  }
}

/** Who it must have been: nothing more than the role they acted by. */
function principalOf({ actor }: CaseEvent, state: CaseState | undefined, agency: string): Principal {
  const { id, name, role } = actor;
  if (role === 'system') return { agency, id, name, kind: 'system', roles: [] };
  const section = state?.open.find((task) => task.role === role)?.section;
  return { agency, id, name, kind: 'person', roles: [{ role, ...(section && { section }) }] };
}

/** What is decided otherwise since these were recorded: the applicant's own row has no office clock, and a level says whether it was overtaken. */
function asDecidedToday(event: CaseEvent): CaseEvent {
  if (event.type === 'opened' && event.assistant === null) return { ...event, next: { ...event.next, left: null } };
  return event.type === 'rang' ? { ...event, overtaken: false } : event;
}

it('has histories of both SOPs, of every kind of event and every ending', () => {
  expect(new Set(histories.map(({ head }) => head.service))).toEqual(new Set(['iumk', 'sik-perekam-medis']));
  expect(new Set(histories.map(({ head }) => head.state.status))).toEqual(new Set(['granted', 'rejected', 'withdrawn']));
  const types = new Set(histories.flatMap(({ entries }) => entries.map(({ event }) => event.type)));
  expect([...types].sort()).toEqual(['claimed', 'completed', 'opened', 'rang', 'released', 'warned', 'withdrawn']);
});

describe.each(histories.map((history) => [history.name, history] as const))('the recorded history %s', (_, { head, entries }) => {
  const shipped = definitions.find(({ definition }) => definition.code === head.service)!;
  const { definition } = shipped;
  const { ladder } = agencies.find(({ code }) => code === head.agency)!;

  it('began with the SOP that is shipped (record anew after an intended change: HISTORIES=write npm test -- test/journal)', () => {
    expect(shipped.sha256).toBe(head.sha256);
  });

  it('evolves to the state that was recorded', () => {
    expect(entries.reduce<CaseState | undefined>((state, { event }) => evolve(definition, state, event), undefined)).toEqual(head.state);
  });

  it('is decided again as it was: the same event, at the same time, by the same person', () => {
    let state: CaseState | undefined;
    for (const { event } of entries) {
      const next = 'next' in event ? event.next?.id : undefined;
      const present = { now: new Date(event.at), working, ladder, nextTask: next ?? 'none' };
      const decision = decide(definition, state, commandOf(event), principalOf(event, state, head.agency), present);
      if (!decision.ok) throw decision.refusal;
      // What the activity left behind is not decided here.
      const recorded = asDecidedToday(event.type === 'completed' ? { ...event, data: {} } : event);
      // A warning that came late is overtaken today; the journal of then does not say so.
      if (event.type === 'warned') expect(decision.event).toMatchObject(recorded);
      else expect(decision.event).toEqual(recorded);
      state = evolve(definition, state, event);
    }
    expect(state).toEqual(head.state);
  });

  it('has the hashes that it was written with', () => {
    let previous = GENESIS;
    entries.forEach(({ event, hash }, index) => {
      previous = eventHash(head.application, index + 1, event, previous);
      expect(previous).toBe(hash);
    });
  });
});
