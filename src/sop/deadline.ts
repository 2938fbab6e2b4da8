import { NO_TIME, type WorkingAmount } from '../kernel/duration.js';
import type { CaseState, OpenTask } from './case-events.js';
import type { Step } from './sop-definition.js';

/** Working time as the agency counts it. */
export interface WorkingClock {
  add(from: Date, amount: WorkingAmount): Date;
  between(from: Date, to: Date): WorkingAmount;
  /** The closing of the n-th working day (at least 1) after the date of `from`: how a law counts days. */
  endOfWorkingDay(from: Date, n: number): Date;
  /** The moment itself when somebody works then, otherwise when work begins next. */
  nextOpening(at: Date): Date;
  /** When work begins on the first working day after the date of `at`. */
  openingAfter(at: Date): Date;
  /** The date of a moment in the calendar's zone, as YYYY-MM-DD. */
  dateOf(at: Date): string;
}

/** When a task's standard time is used up; null while its clock stands still. Never stored in a case: a new holiday moves it. */
export function deadlineOf(task: Pick<OpenTask, 'openedAt' | 'left'>, working: WorkingClock): Date | null {
  return task.left && working.add(new Date(task.openedAt), task.left);
}

/** How late officials may still be notified outside working hours: a deadline at closing time does not wait for the next morning. */
const GRACE_MS = 15 * 60_000;

/** When officials may be notified of what was due at `at`, looked at now: what is long due waits for working hours. */
export function inWorkingHours(at: Date, now: Date, working: WorkingClock): Date {
  return now.getTime() - at.getTime() > GRACE_MS ? working.nextOpening(now) : at;
}

/** What earlier visits of a step count against the next one: nothing where its clock starts anew. */
export function usedBefore(step: Step, used: CaseState['used']): WorkingAmount {
  return step.clock === 'restart' ? NO_TIME : (used[step.no] ?? NO_TIME);
}
