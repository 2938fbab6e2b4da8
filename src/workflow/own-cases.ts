import { Injectable } from '@nestjs/common';
import { isId } from '../kernel/ids.js';
import type { Principal } from '../kernel/principal.js';
import { Database } from '../platform/database/database.js';
import { statement, type Tx } from '../platform/database/tx.js';
import { ownApplication } from '../sop/case-refusals.js';

/**
 * Which of these officials ($3) the NIK of an application names: their NIK and that of the form are kept as the same keyed hash.
 * A condition on the case of the statement around it, whose agency is $1.
 */
export const applicantsAmong = (application: string): string => `array(
  select o.id::text from (
    select id, nik_hash from users where agency = $1 and id = any($3::text[]::uuid[])
    union all
    select id, nik_hash from known_people where agency = $1 and id = any($3::text[]::uuid[])
  ) o join personal_index p on p.agency = $1 and p.hash = o.nik_hash and p.application_id = ${application})`;

const APPLICANTS = statement(
  'own-cases.applicants',
  `select c.id::text as application, ${applicantsAmong('c.id')} as people from unnest($2::uuid[]) as c (id)`,
);

/** Who acts when somebody acts: themselves, and those for whom they stand in. */
export function peopleActing({ id, kind, roles }: Principal): string[] {
  if (kind === 'system') return [];
  return [...new Set([id, ...roles.flatMap(({ actingFor }) => (actingFor ? [actingFor.id] : []))])].filter(isId);
}

/** Applications of people who work here. */
@Injectable()
export class OwnCases {
  constructor(private readonly database: Database) {}

  /** By case: who of those that act here is its applicant, by NIK. */
  async of(principal: Principal, applications: readonly string[], tx?: Tx): Promise<ReadonlyMap<string, readonly string[]>> {
    const people = peopleActing(principal);
    if (people.length === 0 || applications.length === 0) return new Map();
    const params = [principal.agency, applications, people];
    const rows = await (tx ? tx.run<Row>(APPLICANTS, params) : this.database.run<Row>(APPLICANTS, params));
    return new Map(rows.map(({ application, people }) => [application, people]));
  }

  /** Refuses what an official at the counter has opened or filled in as their own application. */
  async refuse(tx: Tx, principal: Principal, application: string): Promise<void> {
    const people = await this.of(principal, [application], tx);
    if ((people.get(application) ?? []).length > 0) throw ownApplication();
  }
}

interface Row {
  readonly application: string;
  readonly people: readonly string[];
}
