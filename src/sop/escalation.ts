import { amountOf, minus, type WorkingAmount } from '../kernel/duration.js';
import { APPLICANT } from '../kernel/principal.js';
import type { OpenTask } from './case-events.js';
import { deadlineOf, inWorkingHours, type WorkingClock } from './deadline.js';
import type { EscalationPolicy, EscalationKind, Step } from './sop-definition.js';

/** One level of an escalation policy: when it is due, and which role is notified. */
export interface Escalation {
  readonly no: number;
  readonly kind: EscalationKind;
  readonly at: Date;
  readonly to: string;
  /** When the next level makes this one pointless; absent where it never does. */
  readonly overtakenAt?: Date;
}

const REMINDER = 0;
const OVERDUE = 1;

/** Working days after which an applicant is reminded of a case that lies with them, where the policy names none. */
export const REMIND_APPLICANT_AFTER: readonly number[] = [1, 5, 10];

/**
 * The next escalation level of a task; undefined while its clock stands still, and after the last level. Only the applicant is
 * reminded of a task that lies with the applicant, and no superior ever hears of one.
 */
export function nextEscalation(task: OpenTask, step: Step, agencyPolicy: EscalationPolicy, working: WorkingClock): Escalation | undefined {
  const policy = step.ladder ?? agencyPolicy;
  if (task.role === APPLICANT && !task.left) return applicantReminder(task, policy, working);
  const due = deadlineOf(task, working);
  if (!due || !task.left) return undefined;
  if (task.rung <= REMINDER) {
    const left = untilReminder(task.left, amountOf(step.standardTime), policy.remindAt);
    // A case that comes back with less than that left is past its reminder: the next notice is that it is late.
    if (left) {
      const at = working.add(new Date(task.openedAt), left);
      return { no: REMINDER, kind: 'reminder', at, to: task.role, overtakenAt: due };
    }
  }
  if (task.rung <= OVERDUE) return { no: OVERDUE, kind: 'overdue', at: due, to: task.role };
  return task.role === APPLICANT ? undefined : escalation(task, due, policy, working);
}

/** When a level may be sent at the earliest, looked at now: officials' superiors are not notified at night of what was due long ago. */
export function sendableAt({ kind, at }: Pick<Escalation, 'kind' | 'at'>, now: Date, working: WorkingClock): Date {
  return kind === 'escalated' ? inWorkingHours(at, now, working) : at;
}

/** The next level, if it may be recorded now; `overtaken`: the one after it is due as well, so that nobody is notified of this one. */
export function dueEscalation(
  task: OpenTask,
  step: Step,
  agencyPolicy: EscalationPolicy,
  working: WorkingClock,
  now: Date,
): (Escalation & { readonly overtaken: boolean }) | undefined {
  const level = nextEscalation(task, step, agencyPolicy, working);
  if (!level || sendableAt(level, now, working) > now) return undefined;
  return { ...level, overtaken: level.overtakenAt !== undefined && level.overtakenAt <= now };
}

/** One superior a working day: after an outage the levels that are long due follow each other day by day. */
function escalation(task: OpenTask, due: Date, { superiors }: EscalationPolicy, working: WorkingClock): Escalation | undefined {
  const days = task.rung - OVERDUE;
  const to = superiors.filter((role) => role !== task.role)[days - 1];
  if (to === undefined) return undefined;
  const planned = working.add(due, { days, ms: 0 });
  const last = task.escalatedAt === undefined ? undefined : new Date(task.escalatedAt);
  const tooSoon = last !== undefined && working.dateOf(planned) <= working.dateOf(last);
  return { no: task.rung, kind: 'escalated', at: tooSoon ? working.openingAfter(last) : planned, to };
}

function applicantReminder(task: OpenTask, policy: EscalationPolicy, working: WorkingClock): Escalation | undefined {
  const after = policy.remindApplicantAfter ?? REMIND_APPLICANT_AFTER;
  const at = (days: number | undefined) => (days === undefined ? undefined : working.add(new Date(task.openedAt), { days, ms: 0 }));
  const due = at(after[task.rung]);
  const overtakenAt = at(after[task.rung + 1]);
  return due && { no: task.rung, kind: 'reminder', at: due, to: APPLICANT, ...(overtakenAt && { overtakenAt }) };
}

function untilReminder(left: WorkingAmount, budget: WorkingAmount, share: number): WorkingAmount | undefined {
  const afterwards = { days: budget.days * (1 - share), ms: Math.round(budget.ms * (1 - share)) };
  const until = minus(left, afterwards);
  return until.days > 0 || until.ms > 0 ? until : undefined;
}
