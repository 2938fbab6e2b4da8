import { Injectable } from '@nestjs/common';
import { aMoment, anId } from '../../../platform/api/paging.js';
import { AccessLog } from '../../../platform/audit/access-log.js';
import { ReadDatabase } from '../../../platform/database/read-database.js';
import { statement } from '../../../platform/database/tx.js';
import { leftOf } from '../../../sop/case-clock.js';
import type { SopDefinition } from '../../../sop/sop-definition.js';
import type { StandardTotal } from '../../../sop/standard-totals.js';
import { DefinitionRegistry } from '../../../workflow/definition-registry.js';
import type { Line, PlacedLine, Report, ReportSource, ReportScope } from '../report.js';
import { totalsOf } from '../rollups/rollup.js';
import { column, ENDING_NAMES, localMoment, named, ROLE, SERVICE, STEP, yesOrNo } from './columns.js';
import { beginning, inDays, inScope, ofService } from './in-scope.js';
import { hoursOf } from './measures.js';

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
  readonly used_days: number;
  readonly used_ms: number;
  readonly step: number | null;
  readonly role: string | null;
}

const CASES = statement(
  'report.applications',
  `select id, number, service, definition, status, applicant_name, receipt_number, opened_at, closed_at, used.days as used_days, used.ms as used_ms,
          (state#>>'{open,0,step}')::integer as step, state#>>'{open,0,role}' as role
     from applications
    cross join lateral (
       select coalesce(sum((visit.amount->>'days')::double precision), 0) as days, coalesce(sum((visit.amount->>'ms')::double precision), 0) as ms
         from jsonb_each(state->'used') as visit (step, amount)
     ) used
    where agency = $1 and ${ofService('service')} and ${inDays('opened_at')}
      and (opened_at, id) > ($6::text::timestamptz, $7::uuid)
    order by opened_at, id
    limit $8`,
);

const BEGINNING = beginning();

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
    private readonly database: ReadDatabase,
    private readonly accesses: AccessLog,
    private readonly registry: DefinitionRegistry,
  ) {}

  private async page(scope: ReportScope, after: readonly string[] | null, limit: number): Promise<PlacedLine[]> {
    const rows = await this.database.read<CaseRow & Record<string, unknown>>(CASES, [...inScope(scope), ...(after ?? BEGINNING), limit]);
    this.accesses.note(
      scope.principal,
      'report',
      rows.map(({ id }) => id),
    );
    const lines: PlacedLine[] = [];
    for (const row of rows) {
      const { definition } = await this.registry.version(scope.agency.code, row.service, row.definition);
      lines.push({ line: lineOf(row, definition), place: [row.opened_at.toISOString(), row.id] });
    }
    return lines;
  }
}

function lineOf(row: CaseRow, definition: SopDefinition): Line {
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
    usedHours: hoursOf(row.used_ms),
    onTime: row.status === 'granted' || row.status === 'rejected' ? onTime(row, totalsOf(definition)[row.status]) : null,
  };
}

function onTime({ used_days: days, used_ms: ms }: CaseRow, standard: StandardTotal | undefined): number {
  return !standard || leftOf(standard, { days, ms }).ms >= 0 ? 1 : 0;
}
