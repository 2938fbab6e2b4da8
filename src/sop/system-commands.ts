import { APPLICANT, type Principal } from '../kernel/principal.js';
import { actor } from './acting.js';
import type { CaseState, ReleaseReason } from './case-events.js';
import * as refuse from './case-refusals.js';
import { no, yes, type Decision, type Present } from './decision.js';
import { stepOf } from './definition-lookup.js';
import { dueEscalation } from './escalation.js';
import type { SopDefinition } from './sop-definition.js';
import { dueWarning, statutoryDaysLeft, statutoryListeners } from './statutory.js';

/** What only the system does, when its time has come or a right has ended. */
export type SystemCommand =
  /** The claim of somebody who has lost the right to it. */
  | { readonly type: 'end-claim'; readonly task: string; readonly holder: string; readonly because: ReleaseReason }
  /** The next escalation level of a task. */
  | { readonly type: 'ring'; readonly task: string }
  /** The next warning of the statutory clock, which is the case's and not a task's. */
  | { readonly type: 'warn' };

type Of<T extends SystemCommand['type']> = Extract<SystemCommand, { type: T }>;

/** Only the claim of the person who is named: somebody else may have taken the task meanwhile. */
export function endClaim({ open }: CaseState, command: Of<'end-claim'>, principal: Principal, { now }: Present): Decision {
  const task = open.find((candidate) => candidate.id === command.task);
  if (!task) return no(refuse.taskNotOpen());
  if (principal.kind !== 'system') return no(refuse.systemOnly());
  if (task.claimedBy !== command.holder) return no(refuse.notClaimed());
  const happened = { at: now.toISOString(), actor: actor(principal, 'system') };
  return yes({ type: 'released', ...happened, task: task.id, step: task.step, because: command.because });
}

/** The next escalation level is recorded when its time has come, and so each is once. Only the system does it. */
export function ring(definition: SopDefinition, state: CaseState, command: Of<'ring'>, principal: Principal, present: Present): Decision {
  const task = state.open.find((candidate) => candidate.id === command.task);
  if (!task) return no(refuse.taskNotOpen());
  const level = dueEscalation(task, stepOf(definition, task.step), present.ladder, present.working, present.now);
  if (principal.kind !== 'system' || !level) return no(refuse.escalationNotDue());
  const { no: number, kind, to, overtaken } = level;
  return yes({
    type: 'rang',
    at: present.now.toISOString(),
    actor: actor(principal, 'system'),
    task: task.id,
    step: task.step,
    rung: number,
    kind,
    to,
    ...(to === APPLICANT && state.used[task.step] && { sentBack: true as const }),
    overtaken,
  });
}

/** The next warning of the statutory clock, once its time has come: what the law makes of it is for people to say. */
export function warn({ statutory: law }: SopDefinition, state: CaseState, principal: Principal, present: Present): Decision {
  const warning = law && dueWarning(state.statutory, law, present.working, present.now);
  if (principal.kind !== 'system' || !warning) return no(refuse.escalationNotDue());
  return yes({
    type: 'warned',
    at: present.now.toISOString(),
    actor: actor(principal, 'system'),
    warning: warning.no,
    kind: warning.kind,
    dueAt: warning.dueAt.toISOString(),
    // One that comes late, after the worker slept, still says what is true now.
    daysLeft: Math.max(0, statutoryDaysLeft(warning.dueAt, law, present.working, present.now)),
    to: statutoryListeners(law, present.ladder, state),
    ...(warning.overtaken && { overtaken: true as const }),
  });
}
