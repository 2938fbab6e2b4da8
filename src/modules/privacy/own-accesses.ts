import { Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/principal.js';
import { decodeCursor, encodeCursor, pageOf, type CursorPart, type Page } from '../../platform/api/paging.js';
import type { PageQuery } from '../../platform/api/page-query.js';
import { AccessLog } from '../../platform/audit/access-log.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/tx.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import type { AccessView } from './access.view.js';

const LIST = 'accesses';
/** Before the newest entry there is. */
const NEWEST = '9223372036854775807';

const anEntry: CursorPart = (text) => /^\d{1,18}$/.test(text);

const OWN = statement(
  'access-log.own',
  `select l.id::text, l.at, l.application_id, a.number, l.role, l.kind, l.times
     from access_log l join applications a on a.agency = l.agency and a.id = l.application_id
    where l.agency = $1 and a.applicant_id = $2 and l.id < $3::bigint
    order by l.id desc limit $4`,
);
const OF_CASES = statement(
  'access-log.of-cases',
  `select l.id::text, l.at, l.application_id, a.number, l.role, l.kind, l.times
     from access_log l join applications a on a.agency = l.agency and a.id = l.application_id
    where l.agency = $1 and l.application_id = any($2::uuid[])
    order by l.id desc limit $3`,
);
/** Of an export, which comes whole. */
const MOST = 10_000;

interface AccessRow {
  readonly id: string;
  readonly at: Date;
  readonly application_id: string;
  readonly number: string;
  readonly role: string;
  readonly kind: string;
  readonly times: number;
}

/** Lists to a person which staff have read their applications: by role and office, what was read and when (UU 27/2022, Pasal 7). */
@Injectable()
export class OwnAccesses {
  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
    private readonly log: AccessLog,
  ) {}

  /** The newest first. */
  async list({ agency, id }: Principal, { limit, after }: PageQuery): Promise<Page<AccessView>> {
    const [before] = after === undefined ? [NEWEST] : decodeCursor(LIST, after, [anEntry]);
    await this.log.flush();
    const rows = await this.database.run<AccessRow & Record<string, unknown>>(OWN, [agency, id, before, limit + 1]);
    return pageOf(
      rows,
      limit,
      (row) => this.view(agency, row),
      (row) => encodeCursor(LIST, [row.id]),
    );
  }

  /** Of these cases, for an export of everything. */
  async of(agency: string, applications: readonly string[]): Promise<AccessView[]> {
    await this.log.flush();
    const rows = await this.database.run<AccessRow & Record<string, unknown>>(OF_CASES, [agency, applications, MOST]);
    return rows.map((row) => this.view(agency, row));
  }

  private view(code: string, row: AccessRow): AccessView {
    const { name: office, roles } = this.registry.agency(code);
    return {
      id: row.id,
      at: row.at.toISOString(),
      applicationId: row.application_id,
      number: row.number,
      office,
      role: row.role,
      roleTitle: roles.find(({ code: role }) => role === row.role)?.title.id ?? row.role,
      kind: row.kind,
      times: row.times,
    };
  }
}
