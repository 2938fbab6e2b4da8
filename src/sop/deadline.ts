import type { WorkingAmount } from '../kernel/duration.js';
import type { OpenTask } from './case-events.js';

/** Working time as the agency counts it. */
export interface WorkingClock {
  add(from: Date, amount: WorkingAmount): Date;
  between(from: Date, to: Date): WorkingAmount;
}

/** When a task's standard time is used up; null while its clock stands still. Never stored in a case: a new holiday moves it. */
export function deadlineOf(task: Pick<OpenTask, 'openedAt' | 'left'>, working: WorkingClock): Date | null {
  return task.left && working.add(new Date(task.openedAt), task.left);
}
