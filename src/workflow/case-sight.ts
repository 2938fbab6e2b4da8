import { Brackets } from 'typeorm';
import type { Sight } from '../platform/auth/permissions.js';
import type { Conditions } from '../platform/database/conditions.js';

/** The scopes of the permission table, with what they mean to this reader. */
export interface SightRules extends Sight {
  readonly me: string;
  /** Hashes of the definitions that are the business of their sections. */
  readonly definitions: readonly string[];
}

/** `maySee` as a condition on rows of `applications`. */
export function casesInSight(alias: string, { own, me, definitions, desks }: SightRules): Brackets {
  return new Brackets((any) => {
    any.where('false');
    if (own) any.orWhere(`${alias}.applicant_id = :me`, { me });
    if (definitions.length > 0) any.orWhere(`${alias}.definition in (:...definitions)`, { definitions });
    if (desks.length > 0) any.orWhere(cameTo(alias, 'id'), { desks });
  });
}

/** The same for rows of `tasks`; within a case that is seen, a section does not see another section's tasks. */
export function tasksInSight(alias: string, { own, me, sections, definitions, desks }: SightRules): Brackets {
  const ofCase = (condition: string) =>
    `exists (select 1 from applications c where c.agency = ${alias}.agency and c.id = ${alias}.application_id and ${condition})`;
  return new Brackets((any) => {
    any.where('false');
    if (own) any.orWhere(ofCase('c.applicant_id = :me'), { me });
    if (sections.length > 0) any.orWhere(`${alias}.section in (:...sections)`, { sections });
    if (definitions.length > 0) any.orWhere(`${alias}.section is null and ${ofCase('c.definition in (:...definitions)')}`, { definitions });
    // What stands at one's own desk needs no looking up.
    if (desks.length > 0) any.orWhere(`${alias}.role in (:...desks)`, { desks }).orWhere(cameTo(alias, 'application_id'), { desks });
  });
}

function cameTo(alias: string, id: string): string {
  return `exists (select 1 from tasks d where d.agency = ${alias}.agency and d.application_id = ${alias}.${id} and d.role in (:...desks))`;
}

/** `casesInSight` where conditions are put together by hand. */
export function addCasesInSight(where: Conditions, alias: string, { own, me, definitions, desks }: SightRules): void {
  const any = [
    own && `${alias}.applicant_id = ${where.value(me)}`,
    definitions.length > 0 && `${alias}.definition = any(${where.value(definitions)}::text[])`,
    desks.length > 0 &&
      `exists (select 1 from tasks d where d.agency = ${alias}.agency and d.application_id = ${alias}.id and d.role = any(${where.value(desks)}::text[]))`,
  ];
  where.add(`(${any.filter(Boolean).join(' or ') || 'false'})`);
}
