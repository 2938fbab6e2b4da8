import fc from 'fast-check';
import { APPLICANT, type Principal } from '../../kernel/principal.js';
import type { CaseEvent, CaseState } from '../case-events.js';
import { mayAct } from '../acting.js';
import { decide, type CaseCommand, type Decision, type Present } from '../decide.js';
import { deepFreeze } from '../deep-freeze.js';
import { stepOf } from '../definition-lookup.js';
import { evolve } from '../evolve.js';
import type { SopDefinition } from '../sop-definition.js';
import { arbitraryDefinition } from './arbitrary-definition.js';
import { DAY, endlessClock } from './endless-clock.js';
import { parsed, SMALL_SOP } from './small-sop.js';

const person = (id: string, ...roles: Principal['roles']): Principal => ({ agency: 'toy-agency', id, name: id, kind: 'person', roles });

const CITIZEN = person('citizen', { role: APPLICANT });
const COUNTER = person('counter', { role: 'front-office' });
/** The last two are a section that is not asked for, and somebody without any role. */
export const PEOPLE: readonly Principal[] = [
  CITIZEN,
  COUNTER,
  person('neighbour', { role: APPLICANT }),
  person('colleague', { role: 'front-office' }),
  person('official', { role: 'back-office', section: 'I' }),
  person('head', { role: 'agency-head' }),
  person('all-rounder', { role: 'front-office' }, { role: 'back-office', section: 'I' }, { role: 'agency-head' }),
  { ...person('timer'), kind: 'system' },
  person('elsewhere', { role: 'back-office', section: 'II' }),
  person('visitor'),
];

const mostly = fc.nat({ max: 9 }).map((n) => n > 0);

/** What somebody tries, as shares of what there is to choose from at that moment. */
const attempt = fc.record({
  kind: fc.oneof(
    { weight: 15, arbitrary: fc.constant('complete' as const) },
    { weight: 4, arbitrary: fc.constantFrom('claim', 'release', 'ring', 'warn') },
    { weight: 1, arbitrary: fc.constant('withdraw' as const) },
  ),
  who: fc.nat({ max: PEOPLE.length - 1 }),
  /** Mostly somebody who may; otherwise hardly any case would come far. */
  asTheOneInCharge: mostly,
  task: fc.constantFrom('open', 'open', 'open', 'open', 'done', 'unknown' as const),
  outcome: fc.nat({ max: 999 }),
  knownOutcome: mostly,
  rung: fc.nat({ max: 3 }),
  /** Nodes do not agree on the time to the second: it may also go back a little. */
  elapsed: fc.oneof(fc.integer({ min: -5000, max: 5000 }), fc.integer({ min: 0, max: 3 * DAY })),
});
type Attempt = typeof attempt extends fc.Arbitrary<infer T> ? T : never;

/** How often a closed case is tried. */
const ENOUGH = 4;
const START = Date.parse('2026-11-23T02:00:00Z');

/** One try and what came of it. */
export interface Tried {
  readonly command: CaseCommand;
  readonly principal: Principal;
  readonly before: CaseState;
  readonly decision: Decision;
  readonly after: CaseState;
}

export interface Story {
  readonly definition: SopDefinition;
  readonly events: readonly CaseEvent[];
  readonly tries: readonly Tried[];
  readonly last: CaseState;
  readonly present: (task: string) => Present;
}

/** Runs the attempts against a new case. Everything is frozen: whoever writes to it is found out. */
function run(definition: SopDefinition, attempts: readonly Attempt[], atTheCounter: boolean): Story {
  let now = START;
  const present = (nextTask: string): Present => ({
    now: new Date(now),
    working: endlessClock,
    ladder: { remindAt: 0.5, superiors: ['agency-head', 'front-office'] },
    nextTask,
  });
  const opening = { type: 'open', applicant: atTheCounter ? null : CITIZEN.id, assistant: atTheCounter ? 'front-office' : null } as const;
  const opened = decide(deepFreeze(definition), undefined, opening, atTheCounter ? COUNTER : CITIZEN, present('task-0'));
  if (!opened.ok) throw opened.refusal;
  const events: CaseEvent[] = [opened.event];
  const tries: Tried[] = [];
  let state = deepFreeze(evolve(definition, undefined, opened.event));
  let afterwards = 0;
  attempts.forEach((attempted, index) => {
    if (state.status !== 'open' && ++afterwards > ENOUGH) return;
    now += attempted.elapsed;
    const command = commandOf(definition, state, events, attempted);
    const principal = principalOf(state, attempted);
    const decision = decide(definition, state, command, principal, present(`task-${index + 1}`));
    const before = state;
    if (decision.ok) {
      events.push(deepFreeze(decision.event));
      state = deepFreeze(evolve(definition, state, decision.event));
    }
    tries.push({ command, principal, before, decision, after: state });
  });
  return { definition, events, tries, last: state, present };
}

function principalOf(state: CaseState, { who, asTheOneInCharge, kind }: Attempt): Principal {
  if ((kind === 'ring' || kind === 'warn') && asTheOneInCharge) return PEOPLE.find((one) => one.kind === 'system')!;
  const task = state.open[0];
  const able = task && asTheOneInCharge ? PEOPLE.filter((one) => mayAct(state, task, one)) : [];
  return able.length > 0 ? able[who % able.length]! : PEOPLE[who]!;
}

function commandOf(definition: SopDefinition, state: CaseState, events: readonly CaseEvent[], attempted: Attempt): CaseCommand {
  if (attempted.kind === 'withdraw') return { type: 'withdraw', reason: 'no more need' };
  if (attempted.kind === 'warn') return { type: 'warn' };
  const earlier = events.flatMap((event) => (event.type === 'completed' ? [event.task] : []));
  const open = state.open[0];
  const task = (attempted.task === 'open' ? open?.id : attempted.task === 'done' ? earlier.at(-1) : undefined) ?? 'no such task';
  if (attempted.kind === 'ring') return { type: 'ring', task };
  if (attempted.kind !== 'complete') return { type: attempted.kind, task };
  const keys = open ? stepOf(definition, open.step).outcomes.map(({ key }) => key) : [];
  const outcome = attempted.knownOutcome && keys.length > 0 ? keys[attempted.outcome % keys.length]! : 'no such outcome';
  return { type: 'complete', task, outcome, note: null };
}

/** Any definition, and now and then one whose letter is drafted, refused and signed: chance rarely makes those. */
const definitions = fc
  .tuple(
    fc.oneof(
      { weight: 3, arbitrary: arbitraryDefinition().map(({ definition }) => definition) },
      { weight: 1, arbitrary: fc.constant(parsed(SMALL_SOP)) },
    ),
    fc.option(fc.record({ step: fc.nat(), workingDays: fc.integer({ min: 1, max: 4 }) })),
  )
  .map(([definition, clocks]) => (clocks ? withClocks(definition, clocks.step % definition.steps.length, clocks.workingDays) : definition));

/** With a law whose clock starts after a step, and with that step's own clock starting anew at each visit. */
function withClocks(definition: SopDefinition, at: number, workingDays: number): SopDefinition {
  const startsAfter = definition.steps[at]!.no;
  const remindBefore = [2, 1].filter((days) => days < workingDays);
  const law = { workingDays, startsAfter, metBy: 'signed', effect: 'deemed-granted', remindBefore, legalBasis: 'UU' } as const;
  const steps = definition.steps.map((step) => (step.no === startsAfter ? { ...step, clock: 'restart' as const } : step));
  return { ...definition, statutory: law, steps };
}
/** What happens to a random case, step by step. */
export const stories = fc
  .tuple(definitions, fc.array(attempt, { minLength: 5, maxLength: 40, size: 'max' }), fc.boolean())
  .map(([definition, attempts, atTheCounter]) => run(definition, attempts, atTheCounter));

/** The outcome of a step that is on a shortest way to an ending. */
export function wayOut(definition: SopDefinition, from: number): string {
  const distance = new Map<number, number>();
  for (let round = 1; !distance.has(from); round++) {
    const reached = definition.steps.filter(
      ({ no, outcomes }) =>
        !distance.has(no) && outcomes.some(({ leadsTo }) => typeof leadsTo === 'string' || (distance.get(leadsTo) ?? round) < round),
    );
    if (reached.length === 0) throw new Error(`no way out of step ${from}`);
    for (const { no } of reached) distance.set(no, round);
  }
  const closest = ({ leadsTo }: { leadsTo: number | string }) => (typeof leadsTo === 'string' ? 0 : (distance.get(leadsTo) ?? Infinity));
  return [...stepOf(definition, from).outcomes].sort((a, b) => closest(a) - closest(b))[0]!.key;
}
