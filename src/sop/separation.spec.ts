import type { Principal } from '../kernel/principal.js';
import type { CaseEvent, CaseState } from './case-events.js';
import { decide, type CaseCommand } from './decide.js';
import { evolve } from './evolve.js';
import { unsatisfiable, withSeparation, type PeopleFacts } from './separation.js';
import { endlessClock } from './testing/endless-clock.js';
import { changed, parsed, problemsOf, SMALL_SOP } from './testing/small-sop.js';
import { ACTIVITIES } from './testing/vocabulary.js';

const person = (id: string, ...roles: Principal['roles']): Principal => ({ agency: 'dinas-contoh', id, name: id, kind: 'person', roles });
const BACK = { role: 'back-office', section: 'I' };
const CITIZEN = person('citizen', { role: 'applicant' });
const COUNTER = person('counter', { role: 'front-office' });
const OFFICIAL = person('official', BACK);
const ALL = person('all', { role: 'front-office' }, BACK, { role: 'agency-head' });
const HEAD = person('head', { role: 'agency-head' });

class Case {
  state: CaseState | undefined;
  readonly events: CaseEvent[] = [];

  constructor(
    private readonly sop = parsed(SMALL_SOP),
    private readonly facts: PeopleFacts = {},
    applicant: Principal | null = CITIZEN,
  ) {
    const opening = { type: 'open', applicant: applicant?.id ?? null, assistant: applicant ? null : 'front-office' } as const;
    this.happens(opening, applicant ?? COUNTER);
  }

  /** The code of the refusal; undefined where it happens. */
  tries(principal: Principal, type: 'claim' | 'complete' = 'complete', outcome = 0): string | undefined {
    const { id, step } = this.state!.open[0]!;
    const { key } = this.sop.steps.find(({ no }) => no === step)!.outcomes[outcome]!;
    return this.happens(type === 'claim' ? { type, task: id } : { type, task: id, outcome: key }, principal);
  }

  happens(command: CaseCommand, principal: Principal): string | undefined {
    const present = { now: new Date('2026-11-23T02:00:00Z'), working: endlessClock, ladder: { remindAt: 0.5, superiors: [] } };
    const decision = decide(this.sop, this.state, command, principal, { ...present, nextTask: `t${this.events.length}`, ...this.facts });
    if (!decision.ok) return decision.refusal.code;
    this.state = evolve(this.sop, this.state, decision.event);
    this.events.push(decision.event);
    return undefined;
  }

  /** Up to the signature, drafted by this person. */
  draftedBy(principal: Principal): this {
    expect([this.tries(CITIZEN), this.tries(COUNTER), this.tries(principal)]).toEqual([undefined, undefined, undefined]);
    return this;
  }
}

const deputy = (id: string, holder: string, ...own: Principal['roles']) =>
  person(id, ...own, { role: 'agency-head', actingFor: { standIn: 's', id: holder, name: holder, kind: 'plh' } });

describe('one person in two hats', () => {
  it('does not sign what they drafted, nor claim it', () => {
    const one = new Case().draftedBy(ALL);
    expect([one.tries(ALL), one.tries(ALL, 'claim'), one.tries(HEAD)]).toEqual(['SEPARATION_OF_DUTIES', 'SEPARATION_OF_DUTIES', undefined]);
    expect(one.state!.doneBy).toEqual({ 3: ['all'] });
  });

  it('does not sign it for the holder of the role either', () => {
    const one = new Case().draftedBy(OFFICIAL);
    expect(one.tries(deputy('official', 'head', BACK))).toBe('SEPARATION_OF_DUTIES');
    expect(one.tries(deputy('other', 'head'))).toBeUndefined();
  });

  it('does not sign what somebody drafted in their name, nor has it signed by their deputy', () => {
    const drafter = person('other', { ...BACK, actingFor: { standIn: 's', id: 'all', name: 'all', kind: 'plh' } });
    const one = new Case().draftedBy(drafter);
    expect([one.tries(ALL), one.tries(deputy('third', 'all'))]).toEqual(['SEPARATION_OF_DUTIES', 'SEPARATION_OF_DUTIES']);
  });

  it('is remembered over every way back', () => {
    const one = new Case().draftedBy(ALL);
    expect([one.tries(HEAD, 'complete', 1), one.tries(OFFICIAL), one.tries(ALL), one.tries(HEAD)]).toEqual([
      undefined,
      undefined,
      'SEPARATION_OF_DUTIES',
      undefined,
    ]);
  });
});

describe('an application of somebody in the office', () => {
  it('is not worked on by them: by account, by NIK, nor through who acts for them', () => {
    const both = person('citizen', { role: 'applicant' }, { role: 'front-office' });
    const one = new Case();
    expect([one.tries(both), one.tries(both)]).toEqual([undefined, 'OWN_APPLICATION']);
    const byNik = new Case(parsed(SMALL_SOP), { applicants: ['head'] }).draftedBy(OFFICIAL);
    expect([byNik.tries(HEAD), byNik.tries(deputy('other', 'head')), byNik.tries(deputy('other', 'another'))]).toEqual([
      'OWN_APPLICATION',
      'OWN_APPLICATION',
      undefined,
    ]);
  });

  it('is not handed in by them at the counter', () => {
    const one = new Case(parsed(SMALL_SOP), { applicants: ['counter'] }, null);
    expect([one.tries(COUNTER), one.happens({ type: 'withdraw', reason: '' }, COUNTER)]).toEqual(['OWN_APPLICATION', 'OWN_APPLICATION']);
    expect(one.tries(person('colleague', { role: 'front-office' }))).toBeUndefined();
  });
});

describe('what data allows', () => {
  it('stands in the event: by the agency, with its reason', () => {
    const exceptions = [{ service: 'izin-contoh', steps: [4], reason: 'SK 1/2026' }];
    const one = new Case(parsed(SMALL_SOP), { exceptions }).draftedBy(ALL);
    expect(one.tries(ALL)).toBeUndefined();
    expect(one.events.at(-1)).toMatchObject({ exception: { steps: [3], by: 'agency', reason: 'SK 1/2026' } });
    const elsewhere = new Case(parsed(SMALL_SOP), { exceptions: [{ ...exceptions[0]!, service: 'another' }] }).draftedBy(ALL);
    expect(elsewhere.tries(ALL)).toBe('SEPARATION_OF_DUTIES');
  });

  it('stands in the event: by the definition', () => {
    const one = new Case(parsed(changed(SMALL_SOP, 'steps[3].notBy', []))).draftedBy(ALL);
    expect(one.tries(ALL)).toBeUndefined();
    expect(one.events.at(-1)).toMatchObject({ exception: { steps: [3], by: 'definition', reason: null } });
    expect(new Case().draftedBy(OFFICIAL).events.at(-1)).not.toHaveProperty('exception');
  });

  it('may be stricter than the activities are', () => {
    const one = new Case(parsed(changed(SMALL_SOP, 'steps[4].notBy', [2]))).draftedBy(OFFICIAL);
    expect([one.tries(HEAD), one.tries(COUNTER), one.tries(ALL)]).toEqual([undefined, 'SEPARATION_OF_DUTIES', undefined]);
  });

  it('holds for definitions from before the rules as well', () => {
    const sop = parsed(SMALL_SOP);
    const older = { ...sop, steps: sop.steps.map(({ notBy: _, waives: __, ...step }) => step) };
    expect(withSeparation(older, new Map(ACTIVITIES.map((each) => [each.name, each])))).toEqual(sop);
  });
});

it.each<[path: string, value: unknown, problem: RegExp]>([
  ['steps[3].notBy', [9], /^steps\[3\]\.notBy\[0\]: There is no step 9/],
  ['steps[3].notBy', [4], /Step 4 cannot be kept from who did it/],
  ['steps[2].notBy', [5], /No way leads from step 5 to step 3/],
  ['steps[3].notBy', [3, 3], /already taken/],
  ['steps[3].notBy', ['3'], /whole number/],
])('names a rule that contradicts the SOP: %s', (path, value, problem) => {
  expect(problemsOf(changed(SMALL_SOP, path, value)).join('\n')).toMatch(problem);
});

it('names two steps of the applicant that would be kept apart', () => {
  const twice = changed(SMALL_SOP, 'steps[4].roles', ['applicant']);
  expect(problemsOf(changed(twice, 'steps[4].notBy', [1])).join()).toMatch(/both the applicant's/);
});

it('says which steps nobody of a staff could do', () => {
  const sop = parsed(SMALL_SOP);
  const found = (...staff: Principal[]) => unsatisfiable(sop, staff, {});
  expect(found(OFFICIAL, HEAD)).toEqual([]);
  expect(found(ALL)).toEqual([expect.stringMatching(/^step 4 \(agency-head\) is not by who did step 3/)]);
  expect(found(ALL, HEAD)).toEqual([]);
  expect(unsatisfiable(sop, [ALL], { separation: { exceptions: [{ steps: [4], reason: 'SK' }] } })).toEqual([]);
});
