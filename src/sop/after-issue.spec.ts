import type { ActingFor, Principal } from '../kernel/principal.js';
import type { CaseEvent, CaseState } from './case-events.js';
import { decide, type CaseCommand, type Decision } from './decide.js';
import { evolve } from './evolve.js';
import { endlessClock } from './testing/endless-clock.js';
import { parsed, SMALL_SOP } from './testing/small-sop.js';

const sop = parsed(SMALL_SOP);
const person = (id: string, ...roles: Principal['roles']): Principal => ({ agency: 'dinas-contoh', id, name: id, kind: 'person', roles });
const CITIZEN = person('citizen', { role: 'applicant' });
const HEAD = person('head', { role: 'agency-head' });
const OFFICE = [person('counter', { role: 'front-office' }), person('official', { role: 'back-office', section: 'I' }), HEAD];
const REASON = { reason: 'Keliru.', data: {} };

let events: CaseEvent[];
let state: CaseState;
let hour: number;

function ask(command: CaseCommand, principal: Principal): Decision {
  const now = new Date(Date.parse('2026-11-23T02:00:00Z') + hour++ * 3_600_000);
  const ladder = { remindAt: 0.5, superiors: [] };
  return decide(sop, events.length === 0 ? undefined : state, command, principal, {
    now,
    working: endlessClock,
    ladder,
    nextTask: `t${events.length}`,
  });
}

function happens(command: CaseCommand, principal: Principal): CaseEvent {
  const decision = ask(command, principal);
  if (!decision.ok) throw decision.refusal;
  state = evolve(sop, events.length === 0 ? undefined : state, decision.event);
  events.push(decision.event);
  return decision.event;
}

const refusalOf = (command: CaseCommand, principal = HEAD) => {
  const decision = ask(command, principal);
  return decision.ok ? undefined : decision.refusal.code;
};

const doerOf = ({ role }: { readonly role: string }) => OFFICE.find(({ roles }) => roles.some((held) => held.role === role)) ?? CITIZEN;

/** Forward, until this row is open; to the end without one. */
function upTo(step?: number): void {
  while (state.open[0] && state.open[0].step !== step) {
    const { id, step: no } = state.open[0];
    happens({ type: 'complete', task: id, outcome: sop.steps.find((each) => each.no === no)!.outcomes[0]!.key }, doerOf(state.open[0]));
  }
}

beforeEach(() => {
  [events, hour] = [[], 0];
  happens({ type: 'open', applicant: 'citizen', assistant: null }, CITIZEN);
});
afterEach(() => {
  // Whatever happened, the events alone give the state.
  expect(events.reduce<CaseState | undefined>((before, event) => evolve(sop, before, event), undefined)).toEqual(state);
});

it('takes a case back to the row whose work does not count', () => {
  upTo(5);
  const open = state.open.map(({ id }) => id);
  const event = happens({ type: 'void-number', step: 4, ...REASON }, HEAD);
  expect(event).toMatchObject({
    type: 'number-voided',
    tasks: open,
    clears: ['signed'],
    next: { step: 4 },
    actor: { role: 'agency-head' },
  });
  expect(state).toMatchObject({ status: 'open', open: [{ step: 4, role: 'agency-head' }], facts: ['draft'] });
  expect(refusalOf({ type: 'void-number', step: 4, ...REASON })).toBe('NUMBER_NOT_GIVEN');
  upTo();
  expect(state.status).toBe('granted');
  expect(refusalOf({ type: 'void-number', step: 4, ...REASON })).toBe('LETTER_ISSUED');
});

it('revokes and corrects what is out, by the role of the row that signs', () => {
  const revoke = { type: 'revoke', step: 4, ...REASON } as const;
  const correct = { type: 'correct', step: 4, restart: 3, ...REASON } as const;
  for (const command of [revoke, correct]) {
    expect(refusalOf(command, CITIZEN)).toBe('NOT_YOURS_TO_UNDO');
    expect(refusalOf(command)).toBe('APPLICATION_OPEN');
  }
  upTo();
  const ended = state;
  expect(happens(revoke, HEAD)).toMatchObject({ type: 'revoked', reason: 'Keliru.' });
  expect(state).toEqual(ended);
  happens(correct, HEAD);
  expect(state).toMatchObject({ status: 'open', used: {}, open: [{ step: 3, left: { days: 1, ms: 0 } }] });
  // The letter is out: it stays out, whether the draft of the next one is signed or not.
  upTo(4);
  expect(refusalOf({ type: 'withdraw', reason: '' }, CITIZEN)).toBe('WITHDRAWAL_TOO_LATE');
  upTo();
  expect(state.status).toBe('granted');
});

it('leaves a case alone that was withdrawn', () => {
  happens({ type: 'withdraw', reason: '' }, CITIZEN);
  expect(refusalOf({ type: 'revoke', step: 4, ...REASON })).toBe('APPLICATION_CLOSED');
  expect(refusalOf({ type: 'correct', step: 4, restart: 3, ...REASON })).toBe('APPLICATION_CLOSED');
});

it('names both where a stand-in acts, and only the one who acts by their own role', () => {
  const actingFor: ActingFor = { standIn: 's', id: 'head', name: 'head', kind: 'plh' };
  upTo(4);
  const task = state.open[0]!.id;
  const deputy = person('deputy', { role: 'secretary' }, { role: 'agency-head', actingFor });
  expect(ask({ type: 'complete', task, outcome: 'signed' }, deputy)).toMatchObject({
    event: { actor: { id: 'deputy', onBehalfOf: actingFor } },
  });
  const both = person('both', { role: 'agency-head', actingFor }, { role: 'agency-head' });
  const decision = ask({ type: 'complete', task, outcome: 'signed' }, both);
  expect(decision.ok && decision.event.actor).toEqual({ id: 'both', name: 'both', role: 'agency-head' });
});
