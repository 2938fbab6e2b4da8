import type { HeldRole } from '../kernel/principal.js';
import { oneOf, quoted, type DefinitionPath, type Problems } from './problem.js';
import type { Agency, EscalationPolicy } from './sop-definition.js';

/** A role must be one of the agency's, with a section exactly where the role exists once per section. */
export function checkRole(agency: Agency, { role, section }: HeldRole, at: DefinitionPath, problems: Problems): void {
  const known = agency.roles.find((each) => each.code === role);
  const sections = oneOf(agency.sections.map((each) => each.code));
  if (!known)
    problems.add(
      [...at, 'role'],
      `${quoted(role)} is not a role of ${agency.code}; its roles are ${oneOf(agency.roles.map((each) => each.code))}.`,
    );
  else if (!known.perSection && section !== undefined)
    problems.add([...at, 'section'], `The role ${quoted(role)} exists once for the whole agency and takes no section.`);
  else if (known.perSection && section === undefined)
    problems.add([...at, 'section'], `The role ${quoted(role)} exists once per section; name one: ${sections}.`);
  else if (section !== undefined && !agency.sections.some((each) => each.code === section)) {
    problems.add([...at, 'section'], `${quoted(section)} is not a section of ${agency.code}; its sections are ${sections}.`);
  }
}

/** The superiors of a ladder must be roles of the agency, each once. */
export function checkEscalationPolicy({ superiors }: EscalationPolicy, agency: Agency, at: DefinitionPath, problems: Problems): void {
  checkRoles(superiors, agency, [...at, 'superiors'], problems);
}

/** Each must be a role of the agency, and stand once. */
export function checkRoles(named: readonly string[], agency: Agency, at: DefinitionPath, problems: Problems): void {
  const roles = agency.roles.map((each) => each.code);
  unique(named, at, undefined, problems);
  named.forEach((role, i) => {
    if (!roles.includes(role)) problems.add([...at, i], `${quoted(role)} is not a role of ${agency.code}; its roles are ${oneOf(roles)}.`);
  });
}

/** Reports every name that stands a second time in a list. */
export function unique(names: readonly (string | number)[], at: DefinitionPath, key: string | undefined, problems: Problems): void {
  const seen = new Set<string | number>();
  names.forEach((name, i) => {
    if (seen.has(name))
      problems.add(
        key === undefined ? [...at, i] : [...at, i, key],
        `${typeof name === 'number' ? name : quoted(name)} is already taken; each may stand only once.`,
      );
    seen.add(name);
  });
}
