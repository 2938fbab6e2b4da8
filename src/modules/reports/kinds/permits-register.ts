import { Injectable } from '@nestjs/common';
import { aDay, anId } from '../../../platform/api/paging.js';
import { CaseTexts } from '../../../platform/crypto/case-texts.js';
import { AccessLog } from '../../../platform/audit/access-log.js';
import { ReadDatabase } from '../../../platform/database/read-database.js';
import { statement } from '../../../platform/database/tx.js';
import type { PlacedLine, Report, ReportSource, ReportScope } from '../report.js';
import { column, localMoment, named, SERVICE } from './columns.js';
import { datedInDays, inScope, NIL, ofService } from './in-scope.js';

interface PermitRow {
  readonly id: string;
  readonly number: string;
  readonly dated: string;
  readonly numbered_at: Date;
  readonly signed_at: Date | null;
  readonly status: string;
  readonly application: string;
  readonly service: string;
  readonly applicant_name: string;
  readonly valid_until: string | null;
  readonly application_id: string;
  readonly acknowledged: { readonly at: string; readonly receivedBy?: string } | null;
  readonly replaced_by: string | null;
}

const PERMITS = statement(
  'report.permits',
  `select letter.id, letter.application_id, letter.number, letter.dated::text as dated, letter.numbered_at, letter.signed_at, letter.status, a.number as application, a.service, a.applicant_name,
          letter.content->>'validUntil' as valid_until, letter.acknowledged,
          successor.number as replaced_by
     from letters letter
     join applications a on a.agency = letter.agency and a.id = letter.application_id
     left join letters successor on successor.agency = letter.agency and successor.id = letter.replaced_by
    where letter.agency = $1 and letter.kind = 'permit' and letter.dated is not null and letter.number is not null
      and ${ofService('a.service')} and ${datedInDays('letter.dated')}
      and (letter.dated, letter.id) > ($5::text::date, $6::uuid)
    order by letter.dated, letter.id
    limit $7`,
);

const BEGINNING = ['1000-01-01', NIL];

const STATUSES = {
  numbered: { id: 'Bernomor', en: 'Numbered' },
  'handed-over': { id: 'Disampaikan', en: 'Handed over' },
  acknowledged: { id: 'Diterima', en: 'Received' },
  revoked: { id: 'Dicabut', en: 'Revoked' },
  replaced: { id: 'Diganti', en: 'Replaced' },
};

/** Register izin: the permits that are dated in a period. */
@Injectable()
export class PermitsRegister implements ReportSource {
  readonly report: Report = {
    name: 'permits',
    title: { id: 'Register izin', en: 'Register of permits' },
    about: { id: 'Izin yang bertanggal pada suatu masa.', en: 'The permits that are dated in a period.' },
    action: 'reports.registers',
    when: 'period',
    groups: {
      permit: {
        kind: 'paged',
        cursor: [aDay, anId],
        columns: [
          column('number', 34, 'Nomor izin', 'Permit'),
          column('dated', 14, 'Tanggal surat', 'Date'),
          column('numberedAt', 18, 'Diberi nomor', 'Numbered', localMoment),
          SERVICE,
          column('applicant', 30, 'Pemegang izin', 'Holder'),
          column('application', 22, 'Nomor permohonan', 'Application'),
          column('signedAt', 18, 'Ditandatangani', 'Signed', localMoment),
          column('validUntil', 14, 'Berlaku sampai', 'Valid until'),
          column('status', 14, 'Keadaan', 'Status', named(STATUSES)),
          column('receivedAt', 18, 'Diterima', 'Received', localMoment),
          column('receivedBy', 26, 'Penerima', 'Received by'),
          column('replacedBy', 34, 'Diganti dengan', 'Replaced by'),
        ],
        page: (scope, after, limit) => this.page(scope, after, limit),
      },
    },
  };

  constructor(
    private readonly database: ReadDatabase,
    private readonly accesses: AccessLog,
    private readonly texts: CaseTexts,
  ) {}

  private async page(scope: ReportScope, after: readonly string[] | null, limit: number): Promise<PlacedLine[]> {
    const rows = await this.database.read<PermitRow & Record<string, unknown>>(PERMITS, [
      ...inScope(scope).slice(0, 4),
      ...(after ?? BEGINNING),
      limit,
    ]);
    this.accesses.note(
      scope.principal,
      'report',
      rows.map((row) => row.application_id),
    );
    const opened = await this.texts.openedRows<PermitRow>(rows, scope.agency.code, (row) => row.application_id, {
      acknowledged: 'acknowledged',
    });
    return opened.map((row) => ({
      place: [row.dated, row.id],
      line: {
        number: row.number,
        dated: row.dated,
        numberedAt: row.numbered_at.toISOString(),
        service: row.service,
        applicant: row.applicant_name,
        application: row.application,
        signedAt: row.signed_at?.toISOString() ?? null,
        validUntil: row.valid_until,
        status: row.status,
        receivedAt: row.acknowledged?.at ?? null,
        receivedBy: row.acknowledged?.receivedBy ?? null,
        replacedBy: row.replaced_by,
      },
    }));
  }
}
