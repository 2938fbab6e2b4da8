import { Injectable } from '@nestjs/common';
import { aMoment, anId } from '../../../platform/api/paging.js';
import type { Bars } from '../../../platform/charts/chart.js';
import { CaseTexts } from '../../../platform/crypto/case-texts.js';
import { AccessLog } from '../../../platform/audit/access-log.js';
import { ReadDatabase } from '../../../platform/database/read-database.js';
import { statement } from '../../../platform/database/tx.js';
import type { Line, PlacedLine, Report, ReportSource, ReportScope } from '../report.js';
import { column, localMoment, named, SERVICE } from './columns.js';
import { beginning, inDays, inScope, ofService } from './in-scope.js';
import { ossCalls, ossLicences, ossMessages } from './oss-web-service.js';
import { EMPTY, MORE } from './on-time-charts.js';

interface RecordRow {
  readonly id: string;
  readonly application_id: string;
  readonly number: string;
  readonly service: string;
  readonly kind: string;
  readonly mode: string;
  readonly result: string;
  readonly reference: string | null;
  readonly reason: string | null;
  readonly recorded_at: Date;
}

const WHICH = `
     from oss_records record join applications a on a.agency = record.agency and a.id = record.application_id
    where record.agency = $1 and ${ofService('a.service')} and ${inDays('record.recorded_at')}`;
const RECORDS = statement(
  'report.oss-records',
  `select record.id, record.application_id, a.number, a.service, record.kind, record.mode, record.result, record.reference, record.reason, record.recorded_at
   ${WHICH}
      and (record.recorded_at, record.id) > ($6::text::timestamptz, $7::uuid)
    order by record.recorded_at, record.id
    limit $8`,
);
const COUNTS = statement(
  'report.oss-counts',
  `select a.service, record.kind, record.mode, record.result, count(*)::integer as times, count(distinct record.application_id)::integer as cases
   ${WHICH}
    group by a.service, record.kind, record.mode, record.result
    order by a.service, record.kind, record.mode, record.result`,
);

const BEGINNING = beginning();
const KINDS = { validation: { id: 'Validasi', en: 'Validation' }, publication: { id: 'Penerbitan', en: 'Publication' } };
const MODES = { webform: { id: 'Webform OSS', en: 'OSS web form' }, api: { id: 'Layanan web', en: 'Web service' } };
const KIND = column('kind', 14, 'Pekerjaan', 'Work', named(KINDS));
const MODE = column('mode', 14, 'Cara', 'By', named(MODES));
const RESULT = column('result', 14, 'Hasil', 'Result');

/** What was done in OSS, by whatever way, and what OSS did not accept; what it was told by web service, and how it answered. */
@Injectable()
export class OssReport implements ReportSource {
  readonly report: Report = {
    name: 'oss',
    title: { id: 'Pekerjaan pada OSS', en: 'Work in OSS' },
    about: {
      id: 'Validasi dan penerbitan pada OSS, yang tidak diterima, dan kabar lewat layanan web beserta jawabannya.',
      en: 'Validations and publications in OSS, what was not accepted, and what was told by web service with how OSS answered.',
    },
    action: 'reports.read',
    when: 'period',
    groups: {
      result: {
        kind: 'whole',
        columns: [SERVICE, KIND, MODE, RESULT, column('times', 10, 'Kali', 'Times'), column('cases', 12, 'Permohonan', 'Cases')],
        lines: (scope) => this.database.read<Record<string, string | number>>(COUNTS, inScope(scope)),
        chart: (scope, lines): Bars => chartOf(scope, lines),
      },
      record: {
        kind: 'paged',
        cursor: [aMoment, anId],
        columns: [
          column('number', 22, 'Nomor permohonan', 'Application'),
          SERVICE,
          column('at', 18, 'Waktu', 'When', localMoment),
          KIND,
          MODE,
          RESULT,
          column('reference', 24, 'Nomor referensi', 'Reference'),
          column('reason', 50, 'Alasan', 'Reason'),
        ],
        page: (scope, after, limit) => this.page(scope, after, limit),
      },
      message: ossMessages(() => this.database),
      method: ossCalls(() => this.database),
      licence: ossLicences(() => this.database),
    },
  };

  constructor(
    private readonly database: ReadDatabase,
    private readonly accesses: AccessLog,
    private readonly texts: CaseTexts,
  ) {}

  private async page(scope: ReportScope, after: readonly string[] | null, limit: number): Promise<PlacedLine[]> {
    const rows = await this.database.read<RecordRow & Record<string, unknown>>(RECORDS, [
      ...inScope(scope),
      ...(after ?? BEGINNING),
      limit,
    ]);
    this.accesses.note(
      scope.principal,
      'report',
      rows.map((row) => row.application_id),
    );
    const opened = await this.texts.openedRows<RecordRow>(rows, scope.agency.code, (row) => row.application_id, { reason: 'ossReason' });
    return opened.map(({ id, recorded_at, number, service: code, kind, mode, result, reference, reason }) => ({
      place: [recorded_at.toISOString(), id],
      line: { number, service: code, at: recorded_at.toISOString(), kind, mode, result, reference, reason },
    }));
  }
}

function chartOf({ language, short }: ReportScope, lines: readonly Line[]): Bars {
  const items = lines.map((line) => ({
    label: `${short(line['service'])}, ${KINDS[line['kind'] as 'validation']?.[language] ?? line['kind']}: ${line['result']}`,
    value: line['times'] as number,
    text: String(line['times']),
  }));
  const about = items.map(({ label, text }) => `${label}: ${text}`).join('; ') || EMPTY[language];
  const title = { id: 'Pekerjaan pada OSS', en: 'Work in OSS' }[language];
  return { kind: 'bars', title, about, empty: EMPTY[language], more: MORE[language], items };
}
