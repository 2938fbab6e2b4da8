import { plus } from '../../kernel/duration.js';
import type { CaseState } from '../../sop/case-events.js';
import { deadlineOf, usedBefore } from '../../sop/deadline.js';
import type { Step } from '../../sop/sop-definition.js';
import type { Timing } from '../../workflow/clock.view.js';
import { measureOf } from '../../workflow/step-measure.js';
import type { TaskClockView } from './task.view.js';

/** The clock of an open task as people read it; null for a task that its case does not have open. */
export function taskClock(state: CaseState, id: string, step: Step, { working, now }: Timing): TaskClockView | null {
  const task = state.open.find((open) => open.id === id);
  if (!task) return null;
  const { unit, standard, measure } = measureOf(step);
  const due = deadlineOf(task, working);
  const before = usedBefore(step, state.used);
  return {
    unit,
    standard,
    used: measure(due ? plus(before, working.between(new Date(task.openedAt), now)) : before),
    left: due && measure(working.between(now, due)),
    pausedBy: due ? null : task.role,
    pausedSince: due ? null : task.openedAt,
  };
}
