import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import type { Principal } from '../../kernel/principal.js';
import type { PageQuery } from '../../platform/api/page-query.js';
import { anId, decodeCursor, encodeCursor, pageOf } from '../../platform/api/paging.js';
import { Audit } from '../../platform/audit/audit.js';
import { shownTo } from '../../platform/auth/record-audiences.js';
import { Vault } from '../../platform/crypto/vault.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/tx.js';
import type { ApplicationRow } from '../../workflow/application.entity.js';
import { CaseReader } from '../../workflow/case-reader.js';
import { CaseSearch, type CaseFilter } from '../../workflow/case-search.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import { publicJournal } from '../../workflow/public-events.js';
import { recordStates } from '../../workflow/record-states.js';
import { PERSONAL_RECORDS, type PersonalRecords } from '../../workflow/personal-records.js';
import { OwnAccesses } from './own-accesses.js';
import type { PersonExportView, PersonInput } from './person-export.view.js';

const LIST = 'person-export';

const ACCESSES = statement(
  'audit.accesses',
  `select body from audit_log where agency = $1 and kind = 'specific-data-read' and body::jsonb#>>'{data,application}' = any($2::text[])
    order by seq`,
);

/** Exports, to a person or to an administrator who answers them, all data kept about the person (UU 27/2022, Pasal 7). */
@Injectable()
export class PrivacyService {
  constructor(
    private readonly database: Database,
    private readonly reader: CaseReader,
    private readonly search: CaseSearch,
    private readonly registry: DefinitionRegistry,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly ownAccesses: OwnAccesses,
    @Inject(PERSONAL_RECORDS) private readonly records: readonly PersonalRecords[],
  ) {}

  /** What belongs to the caller's own applications. */
  own(principal: Principal, page: PageQuery): Promise<PersonExportView> {
    return this.export(principal, { applicant: principal.id }, page, { by: 'themselves' });
  }

  /** What belongs to a NIK, regardless of who submitted it. */
  person(principal: Principal, { nik, ...page }: PersonInput): Promise<PersonExportView> {
    const hash = this.vault.hash(principal.agency, 'nik', nik);
    return this.export(principal, { hash }, page, { by: 'nik', hash });
  }

  /** A page of applications, the newest first, with what belongs to them. */
  private async export(
    principal: Principal,
    which: Partial<CaseFilter>,
    { limit, after }: PageQuery,
    how: object,
  ): Promise<PersonExportView> {
    const { agency } = principal;
    const place = after === undefined ? undefined : decodeCursor(LIST, after, [anId]);
    const filter: CaseFilter = { ...which, order: 'newest', limit: limit + 1, after: place };
    const page = pageOf(
      await this.search.find(principal, filter, 'export'),
      limit,
      ({ row }) => row,
      ({ place }) => encodeCursor(LIST, place),
    );
    const rows = page.items;
    const ids = rows.map(({ id }) => id);
    await this.audit.note(undefined, { agency, kind: 'person-exported', actor: principal, data: { ...how, applications: ids } });
    const accesses = await this.database.run<{ body: string }>(ACCESSES, [agency, ids]);
    const applications: object[] = [];
    for (const row of rows) applications.push(await this.one(row));
    return {
      at: this.clock.now().toISOString(),
      agency: this.registry.agency(agency).name,
      applications,
      next: page.next,
      accesses: accesses.map(({ body }) => JSON.parse(body) as object),
      reads: await this.ownAccesses.of(agency, ids),
    };
  }

  private async one(row: ApplicationRow): Promise<object> {
    const { agency, id, number, service, status, applicant_name: applicantName, receipt_number: receiptNumber } = row;
    const { definition } = await this.registry.version(agency, service, row.definition);
    const journal = (await this.reader.events(agency, id)).map(({ body }) => body);
    const standings = [...recordStates(definition, journal).values()];
    const shown = new Set(standings.filter(({ kind, state }) => shownTo('applicant', kind, state) !== 'nothing').map((each) => each.id));
    const parts = this.records.map(async (each) => [each.name, await each.tell({ agency, id, definition, shown })] as const);
    const events = publicJournal(this.registry.agency(agency), journal);
    const about = { id, number, service, status, applicantName, receiptNumber, openedAt: row.opened_at.toISOString() };
    return { ...about, ...Object.fromEntries(await Promise.all(parts)), events };
  }
}
