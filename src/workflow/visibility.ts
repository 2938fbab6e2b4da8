import { APPLICANT, type Principal } from '../kernel/principal.js';
import { sightOf, type Sight } from '../platform/auth/permissions.js';
import type { CaseState } from '../sop/case-events.js';
import type { SopDefinition } from '../sop/sop-definition.js';
import type { ApplicationRow } from './application.entity.js';
import type { TaskRow } from './task.entity.js';

/** Whether somebody works for the agency, and not only applies to it; the system does. */
export function isStaff(principal: Principal): boolean {
  return principal.kind === 'system' || principal.roles.some((held) => held.role !== APPLICANT);
}

/** A case as far as it says who sees it. */
type SeenCase = Pick<ApplicationRow, 'applicant_id' | 'state'>;

/** Whether somebody sees a case: the scopes of the permission table, as they read on one case. */
export function maySee(principal: Principal, row: SeenCase, definition: SopDefinition): boolean {
  const sight = sightOf(principal, 'applications.read');
  return withinSight(sight, principal, row, definition) || (sight.sections.length > 0 && isOfSection(definition, sight.sections));
}

/** Whether somebody sees a task of it: a section does not see another section's. */
export function maySeeTask(principal: Principal, row: SeenCase, definition: SopDefinition, { section }: Pick<TaskRow, 'section'>): boolean {
  const sight = sightOf(principal, 'tasks.read');
  if (withinSight(sight, principal, row, definition)) return true;
  return sight.sections.length > 0 && (section ? sight.sections.includes(section) : isOfSection(definition, sight.sections));
}

function withinSight(sight: Sight, principal: Principal, row: SeenCase, definition: SopDefinition): boolean {
  if (sight.agency || (sight.own && row.applicant_id === principal.id)) return true;
  return sight.desks.length > 0 && desksOf(definition, row.state).some((role) => sight.desks.includes(role));
}

/** Whether a service is one of these sections' business: one of them has a row in it, or none at all has. */
export function isOfSection(definition: SopDefinition, sections: readonly string[]): boolean {
  const concerned = definition.actors.flatMap(({ section }) => section ?? []);
  return concerned.length === 0 || concerned.some((section) => sections.includes(section));
}

/** The roles that a case has come to so far. */
function desksOf(definition: SopDefinition, state: CaseState): string[] {
  const done = definition.steps.filter(({ no }) => Object.hasOwn(state.used, no)).flatMap((step) => step.roles.slice(0, 1));
  return [...done, ...state.open.map((task) => task.role)];
}
