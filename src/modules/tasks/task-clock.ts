import { amountOf, NO_TIME, plus, type WorkingAmount } from '../../kernel/duration.js';
import type { CaseState } from '../../sop/case-events.js';
import { deadlineOf, type WorkingClock } from '../../sop/deadline.js';
import type { Step } from '../../sop/sop-definition.js';
import type { TaskClockView } from './task.view.js';

const MINUTE_MS = 60_000;

/** The clock of an open task as people read it; null for a task that its case does not have open. */
export function taskClock(state: CaseState, id: string, step: Step, working: WorkingClock, now: Date): TaskClockView | null {
  const task = state.open.find((open) => open.id === id);
  if (!task) return null;
  const inDays = step.standardTime.unit === 'day';
  const measure = ({ days, ms }: WorkingAmount) => round(inDays ? days : ms / MINUTE_MS);
  const due = deadlineOf(task, working);
  const before = state.used[step.no] ?? NO_TIME;
  return {
    unit: inDays ? 'day' : 'minute',
    standard: measure(amountOf(step.standardTime)),
    used: measure(due ? plus(before, working.between(new Date(task.openedAt), now)) : before),
    left: due && measure(working.between(now, due)),
    pausedBy: due ? null : task.role,
  };
}

function round(amount: number): number {
  return Math.round(amount * 1000) / 1000;
}
