import { Injectable } from '@nestjs/common';
import { NO_TIME, plus, type WorkingAmount } from '../../../kernel/duration.js';
import { aMoment, anId } from '../../../platform/api/paging.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/tx.js';
import { leftOf } from '../../../sop/case-clock.js';
import type { Ending } from '../../../sop/sop-definition.js';
import { DefinitionRegistry } from '../../../workflow/definition-registry.js';
import type { Line, PlacedLine, Report, ReportSource, Scope } from '../report.js';
import { totalsOf } from '../tally/tally.js';
import { column, ENDING_NAMES, localMoment, named, ROLE, SERVICE, STEP, yesOrNo } from './columns.js';
import { hoursUsed } from './measures.js';

interface CaseRow {
  readonly id: string;
  readonly number: string;
  readonly service: string;
  readonly definition: string;
  readonly status: string;
  readonly applicant_name: string;
  readonly receipt_number: string | null;
  readonly opened_at: Date;
  readonly closed_at: Date | null;
  readonly used: Readonly<Record<string, WorkingAmount>>;
  readonly step: number | null;
  readonly role: string | null;
}

const CASES = statement(
  'report.applications',
  `select id, number, service, definition, status, applicant_name, receipt_number, opened_at, closed_at, state->'used' as used,
          (state#>>'{open,0,step}')::integer as step, state#>>'{open,0,role}' as role
     from applications
    where agency = $1 and ($2::text is null or service = $2::text)
      and opened_at >= $3::text::timestamp at time zone $5 and opened_at < ($4::text::timestamp + interval '1 day') at time zone $5
      and (opened_at, id) > ($6::text::timestamptz, $7::uuid)
    order by opened_at, id
    limit $8`,
);

const BEGINNING = ['1000-01-01T00:00:00.000Z', '00000000-0000-0000-0000-000000000000'];

/** Register permohonan: every application of a period, in the order in which they came. */
@Injectable()
export class ApplicationsRegister implements ReportSource {
  readonly report: Report = {
    name: 'applications',
    title: { id: 'Register permohonan', en: 'Register of applications' },
    about: { id: 'Permohonan yang masuk pada suatu masa.', en: 'The applications of a period, as they came in.' },
    action: 'reports.registers',
    when: 'period',
    groups: {
      case: {
        kind: 'paged',
        cursor: [aMoment, anId],
        columns: [
          column('number', 22, 'Nomor permohonan', 'Application'),
          SERVICE,
          column('applicant', 30, 'Pemohon', 'Applicant'),
          column('status', 14, 'Keadaan', 'Status', named(ENDING_NAMES)),
          column('openedAt', 18, 'Masuk', 'Opened', localMoment),
          column('receiptNumber', 20, 'Nomor resi', 'Receipt'),
          STEP,
          ROLE,
          column('closedAt', 18, 'Selesai', 'Closed', localMoment),
          column('usedHours', 14, 'Terpakai (jam kerja)', 'Used (working hours)'),
          column('onTime', 12, 'Tepat waktu', 'On time', yesOrNo),
        ],
        page: (scope, after, limit) => this.page(scope, after, limit),
      },
    },
  };

  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
  ) {}

  private async page(scope: Scope, after: readonly string[] | null, limit: number): Promise<PlacedLine[]> {
    const { agency, service, from, until } = scope;
    const rows = await this.database.read<CaseRow & Record<string, unknown>>(CASES, [
      ...[agency.code, service, from, until, agency.timeZone],
      ...[...(after ?? BEGINNING), limit],
    ]);
    return Promise.all(
      rows.map(async (row) => ({ line: await this.line(agency.code, row), place: [row.opened_at.toISOString(), row.id] })),
    );
  }

  private async line(agency: string, row: CaseRow): Promise<Line> {
    const used = Object.values(row.used).reduce(plus, NO_TIME);
    return {
      number: row.number,
      service: row.service,
      applicant: row.applicant_name,
      status: row.status,
      openedAt: row.opened_at.toISOString(),
      receiptNumber: row.receipt_number,
      step: row.step,
      role: row.role,
      closedAt: row.closed_at?.toISOString() ?? null,
      usedHours: hoursUsed(used),
      onTime: row.status === 'granted' || row.status === 'rejected' ? await this.onTime(agency, row, row.status, used) : null,
    };
  }

  private async onTime(agency: string, row: CaseRow, ending: Ending, used: WorkingAmount): Promise<number> {
    const { definition } = await this.registry.version(agency, row.service, row.definition);
    const standard = totalsOf(definition)[ending];
    return !standard || leftOf(standard, used).ms >= 0 ? 1 : 0;
  }
}
