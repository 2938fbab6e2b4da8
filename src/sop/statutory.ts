import { APPLICANT } from '../kernel/principal.js';
import type { CaseState, CompletedEvent, StatutoryRun, WarningKind } from './case-events.js';
import { outcomeOf, stepOf } from './definition-lookup.js';
import type { WorkingClock } from './deadline.js';
import { forwardPath } from './forward-path.js';
import type { Ladder, SopDefinition, Statutory } from './sop-definition.js';

/**
 * How the time that the law gives stands: `not-started` until the application is complete; `running`, and `passed` once it is over
 * without a decision, also when one was made later; `met` by a decision in time; `stopped` when the applicant withdrew in time.
 */
export type StatutoryStatus = 'not-started' | 'running' | 'met' | 'passed' | 'stopped';

/** A warning of the statutory clock. */
export interface StatutoryWarning {
  readonly no: number;
  readonly kind: WarningKind;
  readonly at: Date;
  readonly dueAt: Date;
}

/** Until when the decision has to be made: the closing of the last day. By the calendar of today, never stored. */
export function statutoryDue({ startedAt }: StatutoryRun, { workingDays }: Statutory, working: WorkingClock): Date {
  return working.endOfWorkingDay(new Date(startedAt), workingDays);
}

export function statutoryStatus(state: CaseState, law: Statutory, working: WorkingClock, now: Date): StatutoryStatus {
  const run = state.statutory;
  if (!run) return 'not-started';
  if ((run.endedAt ? new Date(run.endedAt) : now) > statutoryDue(run, law, working)) return 'passed';
  if (!run.endedAt) return 'running';
  return state.status === 'withdrawn' ? 'stopped' : 'met';
}

/** Whole working days left, today with them until it closes; negative from the first working day after the last. */
export function statutoryDaysLeft(dueAt: Date, { workingDays }: Statutory, working: WorkingClock, now: Date): number {
  const { days } = working.between(now, dueAt);
  const whole = now <= dueAt ? Math.min(workingDays, Math.ceil(days - NOISE)) : Math.floor(days + NOISE);
  return whole + 0;
}

/** Shares of days are sums of doubles. */
const NOISE = 1e-9;

/** The next warning; undefined while no decision is owed, and when all have been given. */
export function nextWarning(run: StatutoryRun | null | undefined, law: Statutory, working: WorkingClock): StatutoryWarning | undefined {
  if (!run || run.endedAt) return undefined;
  const { workingDays, remindBefore } = law;
  const no = run.warning;
  if (no > remindBefore.length) return undefined;
  const dueAt = statutoryDue(run, law, working);
  const daysLeft = remindBefore[no];
  if (daysLeft === undefined) return { no, kind: 'statutory-passed', at: dueAt, dueAt };
  const at = working.nextOpening(working.endOfWorkingDay(new Date(run.startedAt), workingDays - daysLeft));
  return { no, kind: 'statutory-reminder', at, dueAt };
}

/** Who hears the warnings: whom the SOP names, otherwise the superiors, and where there are none the officials whose turn it is. */
export function statutoryListeners({ to }: Statutory, { superiors }: Ladder, { open }: CaseState): readonly string[] {
  return to ?? (superiors.length > 0 ? superiors : open.map((task) => task.role).filter((role) => role !== APPLICANT));
}

/**
 * The statutory clock after a step. It starts when the row that finds the application complete goes forward, and never pauses; back
 * with the applicant before that row the application is not complete any more, and the clock waits to start anew, unless the time
 * was found to be over. It ends by the decision, and goes on when that is undone.
 */
export function statutoryAfter(definition: SopDefinition, before: CaseState, event: CompletedEvent, facts: ReadonlySet<string>) {
  const law = definition.statutory;
  if (!law) return undefined;
  const run = before.statutory ?? null;
  if (event.step === law.startsAfter && wentForward(definition, event)) return ended(run ?? started(event), law, event, facts);
  const passed = run !== null && run.warning > law.remindBefore.length;
  return run && !passed && !run.endedAt && isIncomplete(definition, law, event) ? null : run && ended(run, law, event, facts);
}

function started({ at }: CompletedEvent): StatutoryRun {
  return { startedAt: at, endedAt: null, warning: 0 };
}

function ended(run: StatutoryRun, { metBy }: Statutory, { at, ending }: CompletedEvent, facts: ReadonlySet<string>): StatutoryRun {
  const over = ending !== null || facts.has(metBy);
  return { ...run, endedAt: over ? (run.endedAt ?? at) : null };
}

/** Several outcomes of a step may mean the same as the first, which is the way forward. */
function wentForward(definition: SopDefinition, event: CompletedEvent): boolean {
  const step = stepOf(definition, event.step);
  return outcomeOf(step, event.outcome)?.means === step.outcomes[0]?.means;
}

function isIncomplete(definition: SopDefinition, { startsAfter }: Statutory, { next }: CompletedEvent): boolean {
  return next?.role === APPLICANT && forwardPath(definition, next.step).steps.includes(startsAfter);
}
