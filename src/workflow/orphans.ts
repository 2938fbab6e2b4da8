import { Inject, Injectable } from '@nestjs/common';
import { APPLICANT, type HeldRole } from '../kernel/principal.js';
import { Database } from '../platform/database/database.js';
import { statement } from '../platform/database/tx.js';
import type { Agency } from '../sop/sop-definition.js';
import { DefinitionRegistry } from './definition-registry.js';
import { ROLE_HOLDERS, type RoleHolders } from './role-holders.js';

/** Why nobody would find a case: it has no open row, a desk that the agency does not have, one that nobody holds, or no applicant. */
export type OrphanReason = 'no-task' | 'no-desk' | 'no-holder' | 'no-applicant';

/** An open case in nobody's inbox. */
export interface Orphan {
  readonly id: string;
  readonly number: string;
  readonly service: string;
  readonly task: string | null;
  readonly role: string | null;
  readonly section: string | null;
  readonly reason: OrphanReason;
}

interface Desk {
  readonly role: string;
  readonly section: string | null;
}

/** The desks at which something lies; of the applicant's own rows, those that no account and no counter answers for. */
const DESKS = statement(
  'orphans.desks',
  `select distinct coalesce(desk, role) as role, section from tasks
    where agency = $1 and status = 'open' and coalesce(desk, role) <> '${APPLICANT}'`,
);

const ORPHANS = statement(
  'orphans.list',
  `select * from (
     (select a.id, a.number, a.service, null::uuid as task, null as role, null as section, 'no-task' as reason
        from applications a
       where a.agency = $1 and a.status = 'open' and a.id > $5
         and not exists (select 1 from tasks t where t.agency = $1 and t.status = 'open' and t.application_id = a.id)
       order by a.id limit $6)
     union all
     (select a.id, a.number, a.service, t.id, coalesce(t.desk, t.role), t.section, case when lost.reason is null then 'no-applicant' else lost.reason end
        from tasks t
        join applications a on a.agency = t.agency and a.id = t.application_id
        left join unnest($2::text[], $3::text[], $4::text[]) as lost(role, section, reason)
          on lost.role = coalesce(t.desk, t.role) and lost.section is not distinct from t.section
       where t.agency = $1 and t.status = 'open' and a.id > $5
         and (lost.reason is not null or (coalesce(t.desk, t.role) = '${APPLICANT}' and a.applicant_id is null))
       order by a.id limit $6)
   ) orphan order by id limit $6`,
);

const NIL = '00000000-0000-0000-0000-000000000000';

/** Looks for open cases that would be in nobody's inbox: after a role has left the agency's file, or its last holder has gone. */
@Injectable()
export class Orphans {
  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
    @Inject(ROLE_HOLDERS) private readonly holders: RoleHolders,
  ) {}

  /** In the order of their ids, after one of them. */
  async list(agency: string, limit: number, after: string | undefined): Promise<Orphan[]> {
    const [desks, held] = await Promise.all([this.database.run<Desk>(DESKS, [agency]), this.holders.held(agency)]);
    const lost = desks.flatMap((desk) => {
      const reason = lostBecause(desk, this.registry.agency(agency), held);
      return reason ? [{ ...desk, reason }] : [];
    });
    const columns = [lost.map(({ role }) => role), lost.map(({ section }) => section), lost.map(({ reason }) => reason)];
    return this.database.run<Orphan>(ORPHANS, [agency, ...columns, after ?? NIL, limit]);
  }
}

function lostBecause({ role, section }: Desk, agency: Agency, held: readonly HeldRole[] | null): OrphanReason | undefined {
  const known = agency.roles.some(({ code }) => code === role);
  if (!known || (section !== null && !agency.sections.some(({ code }) => code === section))) return 'no-desk';
  const somebody = held === null || held.some((each) => each.role === role && (section === null || each.section === section));
  return somebody ? undefined : 'no-holder';
}
