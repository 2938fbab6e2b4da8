import { APPLICANT, holds, type Principal } from '../kernel/principal.js';
import type { ApplicationRow } from './application.entity.js';
import type { TaskRow } from './task.entity.js';

/** Whether somebody works for the agency, and not only applies to it; the system does. */
export function isStaff(principal: Principal): boolean {
  return principal.kind === 'system' || principal.roles.some((held) => held.role !== APPLICANT);
}

/** Staff see the cases of their agency; applicants only their own. */
export function maySee(principal: Principal, row: Pick<ApplicationRow, 'applicant_id'>): boolean {
  return isStaff(principal) || (holds(principal, APPLICANT) && row.applicant_id === principal.id);
}

/** The sections somebody is confined to: those of their roles, when all of their roles are of a section. */
export function sectionsOf(principal: Principal): readonly string[] | undefined {
  const staff = principal.roles.filter((held) => held.role !== APPLICANT);
  if (staff.length === 0 || staff.some((held) => !held.section)) return undefined;
  return staff.map((held) => held.section!);
}

/** A section does not see another section's tasks. */
export function maySeeTask(principal: Principal, task: Pick<TaskRow, 'section'>): boolean {
  const sections = sectionsOf(principal);
  return !task.section || !sections || sections.includes(task.section);
}
