import { amountOf, minus, type WorkingAmount } from '../kernel/duration.js';
import type { OpenTask } from './case-events.js';
import { deadlineOf, type WorkingClock } from './deadline.js';
import type { Ladder, RungKind, Step } from './sop-definition.js';

/** One rung of an escalation ladder: when it rings, and who hears it. */
export interface Rung {
  readonly no: number;
  readonly kind: RungKind;
  readonly at: Date;
  readonly to: string;
}

const REMINDER = 0;
const OVERDUE = 1;

/** The next rung of a task's ladder; undefined while its clock stands still, and when the ladder ends. */
export function nextRung(task: OpenTask, step: Step, agencyLadder: Ladder, working: WorkingClock): Rung | undefined {
  const due = deadlineOf(task, working);
  if (!due || !task.left) return undefined;
  const { remindAt, superiors } = step.ladder ?? agencyLadder;
  if (task.rung <= REMINDER) {
    const left = untilReminder(task.left, amountOf(step.standardTime), remindAt);
    // A case that comes back with less than that left is past its reminder: it is told of when it is late.
    if (left) return { no: REMINDER, kind: 'reminder', at: working.add(new Date(task.openedAt), left), to: task.role };
  }
  if (task.rung <= OVERDUE) return { no: OVERDUE, kind: 'overdue', at: due, to: task.role };
  const days = task.rung - OVERDUE;
  const to = superiors.filter((role) => role !== task.role)[days - 1];
  return to === undefined ? undefined : { no: task.rung, kind: 'escalated', at: working.add(due, { days, ms: 0 }), to };
}

function untilReminder(left: WorkingAmount, budget: WorkingAmount, share: number): WorkingAmount | undefined {
  const afterwards = { days: budget.days * (1 - share), ms: Math.round(budget.ms * (1 - share)) };
  const until = minus(left, afterwards);
  return until.days > 0 || until.ms > 0 ? until : undefined;
}
