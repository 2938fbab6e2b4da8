import { minus, NO_TIME, plus, type WorkingAmount } from '../kernel/duration.js';
import type { CaseState, ClockRun, OpenTask } from './case-events.js';
import type { WorkingClock } from './deadline.js';
import { forwardPath } from './forward-path.js';
import type { Ending, SopDefinition } from './sop-definition.js';
import { standardTotals, type StandardTotal } from './standard-totals.js';

/**
 * The clock of a whole case: it runs while the clock of its open step does. The budget is used up as a deadline counts it,
 * days first; `used` and `left` add up to `standard`, and what is over the budget is negative working time left.
 */
export interface CaseClock {
  /** How the case has ended, or ends on the way forward from where it is: the standard is that of this ending. */
  readonly ending: Ending;
  readonly standard: StandardTotal;
  readonly used: WorkingAmount;
  readonly left: WorkingAmount;
  /** When the standard is used up; null while the clock stands still. */
  readonly dueAt: Date | null;
  readonly runningSince: string | null;
  /** The task that the case waits for while the clock stands still. */
  readonly pausedBy: OpenTask | null;
}

/** How the clock of a case stands now. Nothing of it is stored but when it began to run, and what was used before. */
export function caseClock(definition: SopDefinition, state: CaseState, working: WorkingClock, now: Date): CaseClock {
  const { ending, standard } = expected(definition, state);
  const { since, used } = state.clock ?? runOf(state);
  const before = leftOf(standard, used);
  const run = since === null ? null : running(before, new Date(since), working, now);
  const left = run?.left ?? before;
  return {
    ending,
    standard,
    used: { days: standard.days - left.days, ms: standard.ms - left.ms },
    left,
    dueAt: run?.dueAt ?? null,
    runningSince: since,
    pausedBy: state.open.find((task) => !task.left) ?? null,
  };
}

/** The clock after a step: it goes on without a word, stops, or starts again. */
export function clockAfter(
  state: CaseState,
  { at, next }: { readonly at: string; readonly next: OpenTask | null },
  used: CaseState['used'],
): ClockRun {
  const before = state.clock ?? runOf(state);
  if (!next?.left) return { since: null, used: total(used) };
  return before.since === null ? { since: at, used: total(used) } : before;
}

/** The clock of a case whose state does not have it: what is known is when its open task was opened. */
function runOf({ open, used }: CaseState): ClockRun {
  return { since: open.find((task) => task.left)?.openedAt ?? null, used: total(used) };
}

export function total(used: CaseState['used']): WorkingAmount {
  return Object.values(used).reduce(plus, NO_TIME);
}

/**
 * What is left of a budget of days and working time when so much was used, which is measured in both. Time beyond the days counts by
 * the average length of the days that were used.
 */
export function leftOf(budget: WorkingAmount, used: WorkingAmount): WorkingAmount {
  const beyond = used.days - budget.days;
  if (beyond <= 0) return { days: -beyond, ms: budget.ms };
  return { days: 0, ms: budget.ms - (beyond * used.ms) / used.days };
}

function running(
  left: WorkingAmount,
  since: Date,
  working: WorkingClock,
  now: Date,
): { readonly left: WorkingAmount; readonly dueAt: Date } {
  // Late already when it began to run again: it is due from then on, as a step is that comes back with nothing left.
  const dueAt = working.add(since, minus(left, NO_TIME));
  const daysOver = working.add(since, { days: left.days, ms: 0 });
  // The clocks of two nodes differ by a little: nothing is used before it began.
  if (now <= since) return { left, dueAt };
  if (now <= daysOver) return { left: { ...minus(left, { days: working.between(since, now).days, ms: 0 }), ms: left.ms }, dueAt };
  return { left: { days: 0, ms: left.ms - working.between(daysOver, now).ms }, dueAt };
}

const TOTALS = new WeakMap<SopDefinition, ReturnType<typeof standardTotals>>();

/** Of a definition that never changes the totals never change: they are added up once. */
function totalsOf(definition: SopDefinition): ReturnType<typeof standardTotals> {
  let totals = TOTALS.get(definition);
  if (!totals) TOTALS.set(definition, (totals = standardTotals(definition)));
  return totals;
}

/** A case that was withdrawn is measured by where it was going when it began. */
function expected(definition: SopDefinition, { status, open }: CaseState): { readonly ending: Ending; readonly standard: StandardTotal } {
  const totals = totalsOf(definition);
  const ahead = open.map((task) => forwardPath(definition, task.step).ending);
  const candidates = [status === 'open' ? null : status, ...ahead, forwardPath(definition, definition.start).ending];
  const ending = candidates.find((each) => each && totals[each]) ?? (Object.keys(totals)[0] as Ending);
  return { ending, standard: totals[ending]! };
}
