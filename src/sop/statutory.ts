import { APPLICANT } from '../kernel/principal.js';
import type { CaseState, CompletedEvent, StatutoryRun, WarningKind } from './case-events.js';
import { outcomeOf, stepOf } from './definition-lookup.js';
import { inWorkingHours, type WorkingClock } from './deadline.js';
import { forwardPath } from './forward-path.js';
import type { EscalationPolicy, SopDefinition, Statutory } from './sop-definition.js';

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
  /** When the next warning makes this one pointless; absent for the last. */
  readonly overtakenAt?: Date;
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
  if (!run || run.endedAt || run.final) return undefined;
  const { workingDays, remindBefore } = law;
  const no = run.warning;
  if (no > remindBefore.length) return undefined;
  const dueAt = statutoryDue(run, law, working);
  const remindAt = (daysLeft: number | undefined) =>
    daysLeft === undefined ? dueAt : working.nextOpening(working.endOfWorkingDay(new Date(run.startedAt), workingDays - daysLeft));
  if (no === remindBefore.length) return { no, kind: 'statutory-passed', at: dueAt, dueAt };
  return { no, kind: 'statutory-reminder', at: remindAt(remindBefore[no]), dueAt, overtakenAt: remindAt(remindBefore[no + 1]) };
}

/** When a warning may be recorded at the earliest, looked at now: officials are not warned at night of what was due long ago. */
function warnableAt({ at, overtakenAt }: StatutoryWarning, now: Date, working: WorkingClock): Date {
  // Nobody is notified of one that is overtaken.
  if (overtakenAt && overtakenAt <= now) return at;
  return inWorkingHours(at, now, working);
}

/** The next warning, if it may be recorded now; `overtaken`: the one after it is due as well, so that nobody is notified of this one. */
export function dueWarning(
  run: StatutoryRun | null | undefined,
  law: Statutory,
  working: WorkingClock,
  now: Date,
): (StatutoryWarning & { readonly overtaken: boolean }) | undefined {
  const warning = nextWarning(run, law, working);
  if (!warning || warnableAt(warning, now, working) > now) return undefined;
  return { ...warning, overtaken: warning.overtakenAt !== undefined && warning.overtakenAt <= now };
}

/** Who hears the warnings: whom the SOP names, otherwise the superiors, and where there are none the officials whose turn it is. */
export function statutoryListeners({ to }: Statutory, { superiors }: EscalationPolicy, { open }: CaseState): readonly string[] {
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
  return run && !run.final && !passed && !run.endedAt && isIncomplete(definition, law, event) ? null : run && ended(run, law, event, facts);
}

function started({ at }: CompletedEvent): StatutoryRun {
  return { startedAt: at, endedAt: null, warning: 0 };
}

function ended(run: StatutoryRun, { metBy }: Statutory, { at, ending }: CompletedEvent, facts: ReadonlySet<string>): StatutoryRun {
  if (run.final) return run;
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
