import { APPLICANT, heldAs, holds, type Principal } from '../kernel/principal.js';
import type { CaseState, EventActor, OpenTask } from './case-events.js';

/** Whether a task is somebody's to do: by role and section; for the applicant's own steps, by being the applicant or acting for one. */
export function mayAct(
  state: Pick<CaseState, 'applicant' | 'assistant'>,
  task: Pick<OpenTask, 'role' | 'section'>,
  principal: Principal,
): boolean {
  return task.role === APPLICANT ? actsAsApplicant(state, principal) : holds(principal, task.role, task.section);
}

/** Whether somebody is the applicant, or acts for one without an account. */
export function actsAsApplicant(state: Pick<CaseState, 'applicant' | 'assistant'>, principal: Principal): boolean {
  if (state.applicant) return principal.id === state.applicant && holds(principal, APPLICANT);
  return state.assistant !== null && holds(principal, state.assistant);
}

/** The role that somebody acts by: for an applicant without an account, the one who helps. */
export function roleActing(state: CaseState, task: OpenTask): string {
  return task.role === APPLICANT ? (state.assistant ?? APPLICANT) : task.role;
}

/** Who it was, as the journal keeps it: with the holder of the role where somebody acts for one. */
export function actor(principal: Principal, role: string, section?: string | null): EventActor {
  const onBehalfOf = heldAs(principal, role, section)?.actingFor;
  return { id: principal.id, name: principal.name, role, ...(onBehalfOf && { onBehalfOf }) };
}
