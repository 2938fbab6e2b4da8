import { Injectable } from '@nestjs/common';
import type { Sentence } from '../../../kernel/refusal.js';
import { aMoment, anId } from '../../../platform/api/paging.js';
import type { Bars, Chart } from '../../../platform/charts/chart.js';
import { AccessLog } from '../../../platform/audit/access-log.js';
import { CaseTexts, ERASED_TEXT } from '../../../platform/crypto/case-texts.js';
import { ReadDatabase } from '../../../platform/database/read-database.js';
import { statement } from '../../../platform/database/tx.js';
import type { Line, PlacedLine, Report, ReportSource, ReportScope, WholeView } from '../report.js';
import { ELEMENTS, gradeOf, indexOf } from '../survey/elements.js';
import { column, localMoment, named, SERVICE } from './columns.js';
import { rounded } from './measures.js';
import { EMPTY, MORE } from './on-time-charts.js';

interface MeansRow {
  readonly key: string;
  readonly n: number;
  readonly means: readonly number[];
}

interface SuggestionRow {
  readonly application_id: string;
  readonly service: string;
  readonly day: string;
  readonly at: Date;
  /** Null where it was erased with its case. */
  readonly suggestion: string | null;
}

const WHICH = `where agency = $1 and ($2::text is null or service = $2::text) and day between $3::text::date and $4::text::date`;
const MEANS = ELEMENTS.map((_, i) => `avg(answers[${i + 1}])::double precision`).join(', ');
const means = (name: string, key: string) =>
  statement(
    `report.survey-${name}`,
    `select ${key} as key, count(*)::integer as n, array[${MEANS}] as means from surveys ${WHICH} group by 1 order by 1`,
  );
const BY_NOTHING = means('all', `'all'`);
const BY_SERVICE = means('service', 'service');
const BY_MONTH = means('month', `to_char(day, 'YYYY-MM')`);
const SUGGESTIONS = statement(
  'report.survey-suggestions',
  `select application_id, service, day::text, at, suggestion from surveys
   ${WHICH} and suggestion is not null and (day, application_id) > ($5::text::timestamptz::date, $6::uuid)
    order by day, application_id limit $7`,
);

const ANSWERS = column('answers', 10, 'Responden', 'Answers');
const INDEX = column('index', 12, 'Indeks (IKM)', 'Index');
const GRADE = column('grade', 10, 'Mutu', 'Grade');
const BEGINNING = ['1000-01-01T00:00:00.000Z', '00000000-0000-0000-0000-000000000000'];
const ELEMENT_NAMES: Readonly<Record<string, Sentence>> = {
  ...Object.fromEntries(ELEMENTS.map(({ key, label }) => [key, label])),
  all: { id: 'Seluruhnya', en: 'All' },
};

/** Survei kepuasan masyarakat: nine elements and their index (PermenPAN-RB 14/2017). */
@Injectable()
export class SatisfactionReport implements ReportSource {
  readonly report: Report = {
    name: 'satisfaction',
    title: { id: 'Kepuasan masyarakat', en: 'Satisfaction' },
    about: {
      id: 'Survei sesudah penyerahan: sembilan unsur PermenPAN-RB 14/2017, indeks 25 sampai 100, mutu A sampai D.',
      en: 'The survey after hand-over: nine elements of PermenPAN-RB 14/2017, an index from 25 to 100, grades A to D.',
    },
    action: 'reports.read',
    when: 'period',
    groups: {
      element: {
        kind: 'whole',
        columns: [
          column('element', 40, 'Unsur', 'Element', named(ELEMENT_NAMES)),
          column('mean', 12, 'Nilai rata-rata', 'Mean'),
          INDEX,
          GRADE,
          ANSWERS,
        ],
        lines: (scope) => this.elements(scope),
        chart: elementBars,
      },
      service: this.sums('service', BY_SERVICE, [SERVICE, INDEX, GRADE, ANSWERS]),
      month: this.sums('month', BY_MONTH, [column('month', 10, 'Bulan', 'Month'), INDEX, GRADE, ANSWERS]),
      suggestion: {
        kind: 'paged',
        cursor: [aMoment, anId],
        columns: [column('at', 18, 'Waktu', 'When', localMoment), SERVICE, column('suggestion', 80, 'Saran', 'Suggestion')],
        page: (scope, after, limit) => this.suggestions(scope, after, limit),
      },
    },
  };

  constructor(
    private readonly database: ReadDatabase,
    private readonly accesses: AccessLog,
    private readonly texts: CaseTexts,
  ) {}

  private async elements(scope: ReportScope): Promise<Line[]> {
    const [all] = await this.read(BY_NOTHING, scope);
    if (!all) return [];
    const lines = ELEMENTS.map(({ key }, i) => ({ element: key, ...told([all.means[i]!]), answers: all.n }));
    return [...lines, { element: 'all', ...told(all.means), answers: all.n }];
  }

  private sums(key: 'service' | 'month', query: ReturnType<typeof statement>, columns: WholeView['columns']): WholeView {
    return {
      kind: 'whole',
      columns,
      lines: async (scope) => (await this.read(query, scope)).map((row) => ({ [key]: row.key, ...told(row.means), answers: row.n })),
      chart: (scope, lines) => (key === 'month' ? monthLines(scope, lines) : serviceBars(scope, lines)),
    };
  }

  private async suggestions(
    { agency, principal, service, from, until }: ReportScope,
    after: readonly string[] | null,
    limit: number,
  ): Promise<PlacedLine[]> {
    const params = [agency.code, service, from, until, ...(after ?? BEGINNING), limit];
    const rows = await this.database.read<SuggestionRow & Record<string, unknown>>(SUGGESTIONS, params);
    this.accesses.note(principal, 'report', rows.map((row) => row.application_id)); // prettier-ignore
    const opened = await this.texts.openedRows<SuggestionRow>(rows, agency.code, (row) => row.application_id, { suggestion: 'suggestion' });
    return opened.map(({ application_id, service: code, day, at, suggestion }) => ({
      place: [`${day}T00:00:00.000Z`, application_id],
      line: { at: at.toISOString(), service: code, suggestion: suggestion ?? ERASED_TEXT },
    }));
  }

  private read(query: ReturnType<typeof statement>, { agency, service, from, until }: ReportScope): Promise<MeansRow[]> {
    return this.database.read<MeansRow & Record<string, unknown>>(query, [agency.code, service, from, until]);
  }
}

function told(values: readonly number[]) {
  const index = indexOf(values);
  return { mean: rounded(values.reduce((sum, value) => sum + value, 0) / values.length, 3), index, grade: gradeOf(index) };
}

const TITLE = { id: 'Indeks kepuasan masyarakat', en: 'Satisfaction index' };

function elementBars(scope: ReportScope, lines: readonly Line[]): Chart {
  return indexBars(scope, lines, (line) => ELEMENT_NAMES[String(line['element'])]![scope.language]);
}

function serviceBars(scope: ReportScope, lines: readonly Line[]): Chart {
  return indexBars(scope, lines, (line) => scope.short(line['service']));
}

function indexBars({ language }: ReportScope, lines: readonly Line[], labelOf: (line: Line) => string): Bars {
  const items = lines.map((line) => {
    const value = line['index'] as number;
    const tone = value >= 76.61 ? ('good' as const) : value >= 65 ? ('fair' as const) : ('bad' as const);
    return { label: labelOf(line), value, text: `${language === 'id' ? String(value).replace('.', ',') : value} (${line['grade']})`, tone };
  });
  const about = items.map(({ label, text }) => `${label}: ${text}`).join('; ') || EMPTY[language];
  return { kind: 'bars', title: TITLE[language], about, empty: EMPTY[language], more: MORE[language], items, most: 100 };
}

function monthLines({ language }: ReportScope, lines: readonly Line[]): Chart {
  const values = lines.map((line) => line['index'] as number);
  const at = lines.map((line) => String(line['month']));
  const about = at.map((month, i) => `${month}: ${values[i]}`).join('; ') || EMPTY[language];
  return {
    kind: 'lines',
    title: TITLE[language],
    about,
    empty: EMPTY[language],
    at,
    series: [{ label: TITLE[language], values }],
    most: 100,
    unit: '',
  };
}
