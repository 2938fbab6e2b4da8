import { NO_TIME } from '../kernel/duration.js';
import { APPLICANT, type Principal } from '../kernel/principal.js';
import type { Refusal } from '../kernel/refusal.js';
import type { CaseEvent, CaseState } from './case-events.js';
import { decide, type CaseCommand, type Present } from './decide.js';
import { evolve } from './evolve.js';
import { DAY, endlessClock } from './testing/endless-clock.js';
import { changed, parsed, SMALL_SOP } from './testing/small-sop.js';

const sop = parsed(SMALL_SOP);
const HOUR = 3_600_000;
const person = (id: string, ...roles: Principal['roles']): Principal => ({ agency: 'dinas-contoh', id, name: id, kind: 'person', roles });
const CITIZEN = person('citizen', { role: APPLICANT });
const COUNTER = person('counter', { role: 'front-office' });
const OFFICIAL = person('official', { role: 'back-office', section: 'I' });
const HEAD = person('head', { role: 'agency-head' });
const TIMER: Principal = { ...person('timer'), kind: 'system' };
const BY_STEP: Readonly<Record<number, Principal>> = { 1: CITIZEN, 2: COUNTER, 3: OFFICIAL, 4: HEAD, 5: COUNTER };

/** A case that is told what happens to it, hour by hour. */
class Case {
  private at = Date.parse('2026-11-23T02:00:00Z');
  readonly events: CaseEvent[] = [];
  state: CaseState | undefined;

  constructor(
    private readonly definition = sop,
    counter = false,
    private readonly superiors = ['agency-head'],
  ) {
    const by = counter ? { applicant: null, assistant: 'front-office' } : { applicant: CITIZEN.id, assistant: null };
    this.happens({ type: 'open', ...by }, counter ? COUNTER : CITIZEN);
  }

  get task() {
    return this.state!.open[0]!;
  }

  pass(ms: number): this {
    this.at += ms;
    return this;
  }

  /** The steps up to this one, forward. */
  upTo(step: number): this {
    while (this.task.step !== step) this.completes(this.definition.steps.find(({ no }) => no === this.task.step)!.outcomes[0]!.key);
    return this;
  }

  completes(outcome: string, principal = BY_STEP[this.task.step]!): CaseEvent {
    return this.happens({ type: 'complete', task: this.task.id, outcome }, principal);
  }

  happens(command: CaseCommand, principal: Principal): CaseEvent {
    const decision = this.decide(command, principal);
    if (!decision.ok) throw decision.refusal;
    this.state = evolve(this.definition, this.state, decision.event);
    this.events.push(decision.event);
    return decision.event;
  }

  refusal(command: CaseCommand, principal: Principal): Refusal {
    const decision = this.decide(command, principal);
    if (decision.ok) throw new Error(`accepted: ${decision.event.type}`);
    return decision.refusal;
  }

  private decide(command: CaseCommand, principal: Principal) {
    const present: Present = {
      now: new Date(this.at),
      working: endlessClock,
      ladder: { remindAt: 0.5, superiors: this.superiors },
      nextTask: `task-${this.events.length + 1}`,
    };
    return decide(this.definition, this.state, command, principal, present);
  }
}

const complete = (one: Case, outcome: string, task = one.task.id): CaseCommand => ({ type: 'complete', task, outcome });

describe('a task is refused', () => {
  it('to another role', () => {
    const one = new Case().upTo(2);
    const refusal = one.refusal(complete(one, 'complete'), OFFICIAL);
    expect([refusal.kind, refusal.code, refusal.message]).toEqual(['forbidden', 'NOT_YOUR_TASK', 'Step 2 is for Front Office.']);
  });

  it('to the right role of another section', () => {
    const one = new Case().upTo(3);
    expect(one.refusal(complete(one, 'drafted'), person('elsewhere', { role: 'back-office', section: 'II' })).code).toBe('NOT_YOUR_TASK');
    expect(one.refusal(complete(one, 'drafted'), person('nowhere', { role: 'back-office' })).code).toBe('NOT_YOUR_TASK');
  });

  it('to another applicant, and to an official who holds every other role', () => {
    const one = new Case();
    expect(one.refusal(complete(one, 'submitted'), person('neighbour', { role: APPLICANT })).code).toBe('NOT_YOUR_TASK');
    expect(one.refusal(complete(one, 'submitted'), COUNTER).code).toBe('NOT_YOUR_TASK');
  });

  it('to the applicant of a case that was taken at the counter, whose clerks act in their place', () => {
    const one = new Case(sop, true);
    expect(one.refusal(complete(one, 'submitted'), CITIZEN).code).toBe('NOT_YOUR_TASK');
    expect(one.completes('submitted', person('colleague', { role: 'front-office' })).actor).toMatchObject({
      id: 'colleague',
      role: 'front-office',
    });
  });

  it('when it is done, is not there yet, or never was', () => {
    const one = new Case();
    const { id } = one.task;
    one.upTo(3);
    for (const task of [id, 'task-9', '']) {
      const refusal = one.refusal(complete(one, 'submitted', task), CITIZEN);
      expect([refusal.kind, refusal.code]).toEqual(['conflict', 'TASK_NOT_OPEN']);
    }
  });

  it('with an outcome that the step does not have, naming those that it has', () => {
    const one = new Case().upTo(2);
    const refusal = one.refusal(complete(one, 'signed'), COUNTER);
    expect([refusal.kind, refusal.code]).toEqual(['invalid', 'OUTCOME_UNKNOWN']);
    expect(refusal.message).toBe('This step has no outcome "signed"; it has: complete, incomplete.');
    expect(one.refusal(complete(one, 'x'.repeat(5000)), COUNTER).message.length).toBeLessThan(300);
  });

  it('while what it requires does not hold', () => {
    // No checked definition lets it come to this; a case must not be moved even so.
    const one = new Case(parsed(changed(SMALL_SOP, 'steps[1].outcomes[0].leadsTo', 5))).upTo(5);
    const refusal = one.refusal(complete(one, 'received'), COUNTER);
    expect([refusal.kind, refusal.code, refusal.message]).toEqual([
      'conflict',
      'STEP_NOT_READY',
      'Step 5 cannot be completed yet; still needed: signed.',
    ]);
  });

  it('when somebody else has taken it, until it is put back', () => {
    const colleague = person('colleague', { role: 'front-office' });
    const one = new Case().upTo(2);
    one.happens({ type: 'claim', task: one.task.id }, COUNTER);
    for (const command of [complete(one, 'complete'), { type: 'claim', task: one.task.id } as const]) {
      expect(one.refusal(command, colleague)).toMatchObject({ kind: 'conflict', code: 'TASK_CLAIMED' });
    }
    one.happens({ type: 'release', task: one.task.id }, COUNTER);
    expect(one.completes('complete', colleague).actor.id).toBe('colleague');
  });

  it('to be put back, when nobody has taken it or the role is not theirs', () => {
    const one = new Case().upTo(2);
    expect(one.refusal({ type: 'release', task: one.task.id }, COUNTER)).toMatchObject({ kind: 'conflict', code: 'TASK_NOT_CLAIMED' });
    expect(one.refusal({ type: 'claim', task: one.task.id }, HEAD).code).toBe('NOT_YOUR_TASK');
  });
});

describe('a withdrawal is refused', () => {
  const withdraw = { type: 'withdraw', reason: 'no more need' } as const;

  it('to everybody but the applicant', () => {
    for (const principal of [COUNTER, HEAD, person('neighbour', { role: APPLICANT })]) {
      expect(new Case().refusal(withdraw, principal)).toMatchObject({ kind: 'forbidden', code: 'NOT_YOUR_APPLICATION' });
    }
  });

  it('after the signature, and not before', () => {
    const signed = new Case().upTo(5);
    expect(signed.refusal(withdraw, CITIZEN)).toMatchObject({ kind: 'conflict', code: 'WITHDRAWAL_TOO_LATE' });
    expect(new Case().upTo(4).happens(withdraw, CITIZEN)).toMatchObject({ type: 'withdrawn', reason: 'no more need', tasks: ['task-4'] });
  });

  it('when the case is closed', () => {
    const one = new Case().upTo(5);
    one.completes('received');
    expect(one.refusal(withdraw, CITIZEN)).toMatchObject({
      kind: 'conflict',
      code: 'APPLICATION_CLOSED',
      message: 'This application is closed (granted).',
    });
  });
});

describe('a rung of the ladder is refused', () => {
  it('to everybody but the system, before its time, and a second time', () => {
    const one = new Case().upTo(2);
    const ring = { type: 'ring', task: one.task.id, rung: 0 } as const;
    expect(one.pass(59 * 60_000).refusal(ring, TIMER).code).toBe('RUNG_NOT_DUE');
    expect(one.pass(60_000).refusal(ring, COUNTER).code).toBe('RUNG_NOT_DUE');
    expect(one.happens(ring, TIMER)).toMatchObject({ type: 'rang', rung: 0, kind: 'reminder', to: 'front-office' });
    expect(one.refusal(ring, TIMER).code).toBe('RUNG_NOT_DUE');
    expect(one.refusal({ ...ring, task: 'task-1' }, TIMER).code).toBe('TASK_NOT_OPEN');
  });
});

describe('the clock of a step', () => {
  it('goes on where it stood when the case comes back to it', () => {
    const one = new Case().upTo(2);
    expect(one.task.left).toEqual({ days: 0, ms: 2 * HOUR });
    expect(one.pass(HOUR / 2).completes('incomplete')).toMatchObject({ used: { ms: HOUR / 2 } });
    expect(one.task).toMatchObject({ step: 1, left: null });
    expect(one.pass(5 * DAY).completes('submitted')).toMatchObject({ used: NO_TIME });
    expect(one.task.left).toEqual({ days: 0, ms: 1.5 * HOUR });
    one.pass(HOUR).completes('complete');
    expect(one.state!.used[2]).toMatchObject({ ms: 1.5 * HOUR });
  });

  it('leaves nothing, and not less, of a time that is used up', () => {
    const one = new Case().upTo(2);
    one.pass(9 * HOUR).completes('incomplete');
    one.completes('submitted');
    expect(one.task.left).toEqual({ days: 0, ms: 0 });
  });

  it('starts anew where the SOP says so, and the case counts all of it', () => {
    const one = new Case(parsed(changed(SMALL_SOP, 'steps[1].clock', 'restart'))).upTo(2);
    one.pass(HOUR).completes('incomplete');
    one.completes('submitted');
    expect(one.task.left).toEqual({ days: 0, ms: 2 * HOUR });
    one.pass(HOUR).completes('complete');
    expect(one.state!.used[2]).toMatchObject({ ms: 2 * HOUR });
  });

  it('takes no time where the clocks of two nodes differ', () => {
    const one = new Case().upTo(2);
    expect(one.pass(-3000).completes('incomplete')).toMatchObject({ used: NO_TIME });
  });
});

describe('the time that a law gives', () => {
  const LAW = { workingDays: 5, startsAfter: 2, remindBefore: [2, 1], legalBasis: 'UU 30/2014 Pasal 53' };
  const withLaw = parsed(changed(SMALL_SOP, 'statutory', LAW));
  const warn = { type: 'warn' } as const;

  it('is warned of by the system alone, each warning once and at its time', () => {
    const one = new Case(withLaw);
    expect(one.refusal(warn, TIMER).code).toBe('RUNG_NOT_DUE');
    one.upTo(3);
    expect(one.state!.statutory).toEqual({ startedAt: one.events.at(-1)!.at, endedAt: null, warning: 0 });
    // Found complete on a Monday at 02:00: due on Saturday at midnight, in an office that never closes.
    expect(one.pass(4 * DAY - 3 * HOUR).refusal(warn, TIMER).code).toBe('RUNG_NOT_DUE');
    one.pass(HOUR);
    expect(one.refusal(warn, HEAD).code).toBe('RUNG_NOT_DUE');
    const told = { to: ['agency-head'], dueAt: '2026-11-29T00:00:00.000Z' };
    expect(one.happens(warn, TIMER)).toMatchObject({ type: 'warned', warning: 0, kind: 'statutory-reminder', daysLeft: 2, ...told });
    expect(one.refusal(warn, TIMER).code).toBe('RUNG_NOT_DUE');
    expect(one.pass(DAY).happens(warn, TIMER)).toMatchObject({ warning: 1, kind: 'statutory-reminder', daysLeft: 1 });
    expect(one.pass(DAY).happens(warn, TIMER)).toMatchObject({ warning: 2, kind: 'statutory-passed', daysLeft: 0, ...told });
    expect(one.pass(9 * DAY).refusal(warn, TIMER).code).toBe('RUNG_NOT_DUE');
  });

  it('starts anew when an application that was not complete is, and is over with the signature', () => {
    const back = parsed(changed(changed(SMALL_SOP, 'statutory', LAW), 'steps[3].outcomes[1].leadsTo', 1));
    const one = new Case(back).upTo(4);
    one.pass(2 * DAY).completes('revise');
    expect(one.state!.statutory).toBeNull();
    one.pass(DAY).upTo(5);
    expect(one.state!.statutory).toMatchObject({ startedAt: '2026-11-26T02:00:00.000Z', endedAt: '2026-11-26T02:00:00.000Z' });
    expect(one.pass(30 * DAY).refusal(warn, TIMER).code).toBe('RUNG_NOT_DUE');
  });

  it('does not start anew once it has passed', () => {
    const back = parsed(changed(changed(SMALL_SOP, 'statutory', LAW), 'steps[3].outcomes[1].leadsTo', 1));
    const one = new Case(back).upTo(4).pass(9 * DAY);
    for (let i = 0; i < 3; i++) one.happens(warn, TIMER);
    const run = one.state!.statutory;
    one.completes('revise');
    one.upTo(4);
    expect(one.state!.statutory).toEqual(run);
  });

  it('goes on when the case only goes back within the office', () => {
    const one = new Case(withLaw).upTo(4);
    one.completes('revise');
    expect(one.upTo(4).state!.statutory).toMatchObject({ startedAt: one.events[2]!.at, endedAt: null });
  });

  it('is told to whose turn it is, where the agency has no superiors', () => {
    const one = new Case(withLaw, false, []).upTo(3).pass(9 * DAY);
    expect(one.happens(warn, TIMER)).toMatchObject({ to: ['back-office'], daysLeft: 0 });
  });
});

it('forgets the draft that was refused, until there is another', () => {
  const one = new Case().upTo(4);
  expect(one.state!.facts).toEqual(['draft']);
  one.completes('revise');
  expect(one.state!.facts).toEqual([]);
  expect(one.upTo(5).state!.facts).toEqual(['draft', 'signed']);
});

it('is opened once, and before anything else', () => {
  const one = new Case();
  expect(() => one.happens({ type: 'open', applicant: 'citizen', assistant: null }, CITIZEN)).toThrow('opened once');
  one.state = undefined;
  expect(() => one.happens({ type: 'withdraw', reason: '' }, CITIZEN)).toThrow('not open yet');
  expect(() => evolve(sop, undefined, one.events[1] ?? { ...one.events[0]!, type: 'claimed', task: 'x', step: 1 })).toThrow(
    'begins with "opened"',
  );
});
