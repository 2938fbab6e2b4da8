import { Injectable } from '@nestjs/common';
import type { Sentence } from '../../../kernel/refusal.js';
import { aMoment, aNumber, anId } from '../../../platform/api/paging.js';
import type { Bars } from '../../../platform/charts/chart.js';
import { AccessLog } from '../../../platform/audit/access-log.js';
import { ReadDatabase } from '../../../platform/database/read-database.js';
import { statement } from '../../../platform/database/tx.js';
import type { CaseEvent } from '../../../sop/case-events.js';
import { DefinitionRegistry } from '../../../workflow/definition-registry.js';
import type { Line, PlacedLine, Report, ReportSource, ReportScope } from '../report.js';
import { reasonOf, type DetourKind } from '../rollups/detour.js';
import { ACTIVITY, column, localMoment, named, roleTitle, SERVICE, STEP } from './columns.js';
import { EMPTY, MORE } from './on-time-charts.js';

interface TurnRow {
  readonly application_id: string;
  readonly seq: number;
  readonly at: Date;
  readonly day: string;
  readonly number: string;
  readonly service: string;
  readonly definition: string;
  readonly step: number | null;
  readonly kind: DetourKind;
  readonly outcome: string | null;
  readonly to_role: string | null;
  readonly name: string;
  readonly event: CaseEvent;
}

interface CountRow {
  readonly service: string;
  readonly definition: string;
  readonly step: number | null;
  readonly kind: DetourKind;
  readonly outcome: string | null;
  readonly to_role: string | null;
  readonly n: number;
  readonly cases: number;
}

const TURNS = statement(
  'report.turns',
  `select turn.application_id, turn.seq, turn.at, turn.day::text, a.number, turn.service, turn.definition, turn.step, turn.kind, turn.outcome,
          turn.to_role, turn.name, e.body as event
     from case_turns turn join applications a on a.agency = turn.agency and a.id = turn.application_id
     join events e on e.agency = turn.agency and e.application_id = turn.application_id and e.seq = turn.seq
    where turn.agency = $1 and ($2::text is null or turn.service = $2::text) and turn.day between $3::text::date and $4::text::date
      and (turn.day, turn.application_id, turn.seq) > ($5::text::timestamptz::date, $6::uuid, $7::integer)
    order by turn.day, turn.application_id, turn.seq
    limit $8`,
);
const COUNTS = statement(
  'report.turn-counts',
  `select service, definition, step, kind, outcome, to_role, count(*)::integer as n, count(distinct application_id)::integer as cases
     from case_turns
    where agency = $1 and ($2::text is null or service = $2::text) and day between $3::text::date and $4::text::date
    group by service, definition, step, kind, outcome, to_role
    order by service, step, kind, outcome`,
);

const KINDS: Readonly<Record<DetourKind, Sentence>> = {
  returned: { id: 'Dikembalikan', en: 'Returned' },
  refused: { id: 'Ditolak', en: 'Refused' },
  withdrawn: { id: 'Ditarik pemohon', en: 'Withdrawn' },
  'number-voided': { id: 'Nomor dibatalkan', en: 'Number voided' },
  revoked: { id: 'Surat dicabut', en: 'Letter revoked' },
  corrected: { id: 'Surat diperbaiki', en: 'Letter corrected' },
};

const BEGINNING = ['1000-01-01T00:00:00.000Z', '00000000-0000-0000-0000-000000000000', '0'];
const KIND = column('kind', 18, 'Jenis', 'Kind', named(KINDS));
const OUTCOME = column('decision', 24, 'Keputusan', 'Decision');
const TO = column('to', 28, 'Kembali ke', 'Back to', (value, scope) => (value === null ? null : roleTitle(scope, value)));

/** What was returned, refused or taken back, and why. */
@Injectable()
export class ReturnsReport implements ReportSource {
  readonly report: Report = {
    name: 'returns',
    title: { id: 'Pengembalian dan penolakan', en: 'Returned and refused' },
    about: {
      id: 'Yang dikembalikan, ditolak, ditarik atau dibatalkan, dan alasannya.',
      en: 'What was returned, refused, withdrawn or taken back, and why.',
    },
    action: 'reports.read',
    when: 'period',
    groups: {
      case: {
        kind: 'paged',
        cursor: [aMoment, anId, aNumber],
        columns: [
          column('number', 22, 'Nomor permohonan', 'Application'),
          SERVICE,
          column('at', 18, 'Waktu', 'When', localMoment),
          KIND,
          STEP,
          ACTIVITY,
          OUTCOME,
          TO,
          column('by', 26, 'Oleh', 'By'),
          column('reason', 60, 'Alasan', 'Reason'),
        ],
        page: (scope, after, limit) => this.page(scope, after, limit),
      },
      step: {
        kind: 'whole',
        columns: [
          SERVICE,
          STEP,
          ACTIVITY,
          KIND,
          OUTCOME,
          TO,
          column('times', 10, 'Kali', 'Times'),
          column('cases', 12, 'Permohonan', 'Cases'),
        ],
        lines: (scope) => this.counts(scope),
        chart: (scope, lines): Bars => chartOf(scope, lines),
      },
    },
  };

  constructor(
    private readonly database: ReadDatabase,
    private readonly accesses: AccessLog,
    private readonly registry: DefinitionRegistry,
  ) {}

  private async page(scope: ReportScope, after: readonly string[] | null, limit: number): Promise<PlacedLine[]> {
    const { agency, service, from, until } = scope;
    const params = [agency.code, service, from, until, ...(after ?? BEGINNING), limit];
    const rows = await this.database.read<TurnRow & Record<string, unknown>>(TURNS, params);
    this.accesses.note(scope.principal, 'report', rows.map((row) => row.application_id)); // prettier-ignore
    return Promise.all(
      rows.map(async (row) => ({
        place: [`${row.day}T00:00:00.000Z`, row.application_id, String(row.seq)],
        line: {
          number: row.number,
          service: row.service,
          at: row.at.toISOString(),
          kind: row.kind,
          ...(await this.said(scope, row)),
          to: row.to_role,
          by: row.name,
          reason: reasonOf((await this.registry.version(agency.code, row.service, row.definition)).definition, row.event),
        },
      })),
    );
  }

  private async counts(scope: ReportScope): Promise<Line[]> {
    const { agency, service, from, until } = scope;
    const rows = await this.database.read<CountRow & Record<string, unknown>>(COUNTS, [agency.code, service, from, until]);
    return Promise.all(
      rows.map(async (row) => {
        return { service: row.service, kind: row.kind, ...(await this.said(scope, row)), to: row.to_role, times: row.n, cases: row.cases };
      }),
    );
  }

  /** The row and its outcome in the words of the SOP that the case began with. */
  private async said({ agency, language }: ReportScope, row: TurnRow | CountRow): Promise<Line> {
    const { definition } = await this.registry.version(agency.code, row.service, row.definition);
    const step = definition.steps.find(({ no }) => no === row.step);
    const decision = step?.outcomes.find(({ key }) => key === row.outcome)?.label[language] ?? null;
    return { step: row.step, activity: step?.activity ?? null, decision };
  }
}

function chartOf({ language, short }: ReportScope, lines: readonly Line[]): Bars {
  const items = [...lines]
    .sort((one, other) => (other['times'] as number) - (one['times'] as number))
    .map((line) => {
      const what = line['decision'] ?? KINDS[line['kind'] as DetourKind][language];
      const label = `${[short(line['service']), line['step']].filter((part) => part !== null).join(' ')}. ${what}`;
      return { label, value: line['times'] as number, text: String(line['times']) };
    });
  const title = { id: 'Pengembalian, penolakan, pembatalan', en: 'Returned, refused, taken back' }[language];
  const about = items.map(({ label, text }) => `${label}: ${text}`).join('; ') || EMPTY[language];
  return { kind: 'bars', title, about, empty: EMPTY[language], more: MORE[language], items };
}
