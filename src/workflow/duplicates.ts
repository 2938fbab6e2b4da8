import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import type { Principal } from '../kernel/principal.js';
import { Database } from '../platform/database/database.js';
import { statement, type Tx } from '../platform/database/tx.js';
import { dateIn } from '../platform/numbering/number-format.js';
import type { CaseState } from '../sop/case-events.js';
import { DefinitionRegistry } from './definition-registry.js';
import type { DuplicateView } from './duplicate.view.js';
import { isStaff, maySee } from './visibility.js';

const MOST = 20;

/**
 * Other cases of the same service whose form names one of the NIKs of these ($2): open ones, and granted ones whose permit was neither
 * revoked nor is past its last day ($3). Cases from before there was an index of forms are found by the index of persons.
 */
const DUPLICATES = statement(
  'duplicates.of',
  `select o.id as of, a.id, a.number, a.service, a.definition, a.status, a.state, a.applicant_id, a.opened_at
     from applications o
     join form_identities i on i.agency = o.agency and i.application_id = o.id
    cross join lateral (
       select distinct p.application_id from unnest(i.niks) as n (hash)
         join personal_index p on p.agency = o.agency and p.hash = n.hash and p.application_id <> o.id
     ) found
     join applications a on a.agency = o.agency and a.id = found.application_id and a.service = o.service
     left join form_identities other on other.agency = a.agency and other.application_id = a.id
    where o.agency = $1 and o.id = any($2::uuid[]) and (other.niks is null or other.niks && i.niks)
      and ($4::text is null or a.applicant_id = $4)
      and (a.status = 'open' or a.status = 'granted' and coalesce((
        select case when e.type = 'revoked' then false else coalesce(e.body -> 'data' ->> 'validUntil', $3) >= $3 end
          from events e
         where e.agency = a.agency and e.application_id = a.id
           and (e.type = 'revoked' or e.type = 'completed' and e.body -> 'data' ->> 'letter' = 'permit')
         order by e.seq desc limit 1), true))
    order by a.id desc limit 500`,
);

interface DuplicateRow {
  readonly of: string;
  readonly id: string;
  readonly number: string;
  readonly service: string;
  readonly definition: string;
  readonly status: string;
  readonly state: CaseState;
  readonly applicant_id: string | null;
  readonly opened_at: Date;
}

/**
 * Whether the same person has applied for the same already. An applicant sees their own cases alone: whoever types the NIK of somebody
 * else does not learn of that person's.
 */
@Injectable()
export class Duplicates {
  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
    private readonly clock: Clock,
  ) {}

  async of(principal: Principal, application: string, tx?: Tx): Promise<DuplicateView[]> {
    return (await this.ofAll(principal, [application], tx)).get(application) ?? [];
  }

  /** By case, for several that the caller has been found to see. */
  async ofAll(principal: Principal, applications: readonly string[], tx?: Tx): Promise<Map<string, DuplicateView[]>> {
    const { agency } = principal;
    const own = isStaff(principal) ? null : principal.id;
    const params = [agency, applications, dateIn(this.clock.now(), this.registry.agency(agency).timeZone), own];
    const rows = await (tx ? tx.run<DuplicateRow>(DUPLICATES, params) : this.database.run<DuplicateRow>(DUPLICATES, params));
    const found = new Map<string, DuplicateView[]>(applications.map((id) => [id, []]));
    for (const row of rows) {
      // One case that cannot be read keeps nobody from another one.
      const published = await this.registry.version(agency, row.service, row.definition, tx).catch(() => undefined);
      const list = found.get(row.of)!;
      if (published && list.length < MOST && maySee(principal, row, published.definition))
        list.push({ id: row.id, number: row.number, status: row.status, openedAt: row.opened_at.toISOString() });
    }
    return found;
  }
}
