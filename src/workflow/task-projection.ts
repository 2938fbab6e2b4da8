import { APPLICANT } from '../kernel/principal.js';
import type { CaseState, OpenTask } from '../sop/case-events.js';
import { deadlineOf, type WorkingClock } from '../sop/deadline.js';
import { stepOf } from '../sop/definition-lookup.js';
import { nextEscalation } from '../sop/escalation.js';
import type { SopDefinition } from '../sop/sop-definition.js';
import { nextWarning } from '../sop/statutory.js';
import type { KnownAgency } from './sop-folder.js';

/** What the row of an open task holds beside the case, for the inbox to be ordered by and the ladder to be rung by. */
export interface TaskProjection {
  readonly dueAt: Date | null;
  readonly alarmAt: Date | null;
}

/** Deadline and next rung of a task, by the calendar of today: another calendar gives another row, and never another case. */
export function projectTask(task: OpenTask, definition: SopDefinition, { agency, working }: KnownAgency): TaskProjection {
  const escalation = nextEscalation(task, stepOf(definition, task.step), agency.ladder, working);
  return { dueAt: deadlineOf(task, working), alarmAt: escalation?.at ?? null };
}

/** Whose inbox a task is in where that is not its own role's: the desk that opened the case, for an applicant who has no account. */
export function deskOf({ assistant }: CaseState, task: OpenTask): string | null {
  return task.role === APPLICANT ? assistant : null;
}

/** When the next warning of a case's statutory clock is given, by the calendar of today; null when none is owed. */
export function statutoryAlarm({ statutory: run }: CaseState, { statutory: law }: SopDefinition, working: WorkingClock): Date | null {
  return (law && nextWarning(run, law, working)?.at) ?? null;
}
