import { Injectable } from '@nestjs/common';
import { APPLICANT } from '../../../kernel/principal.js';
import { ReadDatabase } from '../../../platform/database/read-database.js';
import { stepOf } from '../../../sop/definition-lookup.js';
import type { Step } from '../../../sop/sop-definition.js';
import { DefinitionRegistry } from '../../../workflow/definition-registry.js';
import { measureOf } from '../../../workflow/step-measure.js';
import type { Line, Report, ReportSource, ReportScope, WholeView } from '../report.js';
import { totalsOf } from '../rollups/rollup.js';
import { ACTIVITY, column, ENDING_NAMES, HOURS, MONTH, named, ON_TIME, ROLE, SECTION, SERVICE, STEP } from './columns.js';
import { grouped, Measure, rate } from './measures.js';
import { monthsOf } from './months.js';
import { onTimeBars, onTimeLines } from './on-time-charts.js';
import { caseDays, stepDays, type CaseDayRow, type StepDayRow } from './step-days.js';

const COUNT = column('visits', 10, 'Kali', 'Visits');
const P50_SHARE = column('p50Percent', 14, 'Median (% waktu baku)', 'Median (% of standard)');
const P90_SHARE = column('p90Percent', 14, 'P90 (% waktu baku)', 'P90 (% of standard)');
const UNITS = { minute: { id: 'menit kerja', en: 'working minutes' }, day: { id: 'hari kerja', en: 'working days' } };

/** Columns of finished visits of steps. */
export const STEP_COLUMNS = [
  SERVICE,
  STEP,
  ACTIVITY,
  ROLE,
  column('standardTime', 12, 'Waktu baku', 'Standard time'),
  column('unit', 14, 'Satuan', 'Unit', named(UNITS)),
  column('standard', 10, 'Baku', 'Standard'),
  COUNT,
  column('p50', 10, 'Median', 'Median'),
  column('p90', 10, 'P90', 'P90'),
  ON_TIME,
  HOURS,
];

interface Visited {
  readonly step: Step;
  readonly line: Line;
  readonly measure: Measure;
}

/** Standard against used working time: steps as their rows are finished, services as cases end. */
@Injectable()
export class SlaReport implements ReportSource {
  readonly report: Report = {
    name: 'sla',
    title: { id: 'Ketepatan waktu layanan', en: 'Service times' },
    about: {
      id: 'Waktu baku dibanding waktu kerja yang terpakai.',
      en: 'Standard time against the working time used.',
    },
    action: 'reports.read',
    when: 'period',
    groups: {
      step: {
        kind: 'whole',
        columns: STEP_COLUMNS,
        lines: (scope) => this.bySteps(scope),
        chart: onTimeBars(({ service, step, activity }, { short }) => `${short(service)} ${step}. ${activity}`),
      },
      service: this.services(),
      role: this.shares([ROLE, SECTION], ({ role, section }) => ({ role, section: section || null }), 'role'),
      person: this.shares([column('name', 30, 'Nama', 'Name'), ROLE], ({ name, role }) => ({ name, role }), 'name'),
      month: this.months(),
    },
  };

  constructor(
    private readonly database: ReadDatabase,
    private readonly registry: DefinitionRegistry,
  ) {}

  /** Finished visits by step; `only` leaves out rows that are not asked for. */
  async bySteps(scope: ReportScope, only: (step: Step) => boolean = () => true): Promise<Line[]> {
    const visited = new Map<string, Visited>();
    for await (const row of stepDays(this.database, scope)) {
      const step = await this.step(scope, row);
      if (!only(step)) continue;
      // The same row in two versions of an SOP is one line, as long as it says the same.
      const key = [row.service, step.no, step.activity, step.standardTime.text, row.role];
      const line = { service: row.service, step: step.no, activity: step.activity, role: row.role };
      grouped(visited, key, () => ({ step, line, measure: new Measure() })).measure.add(row);
    }
    return [...visited.values()].sort(byService).map(({ step, line, measure }) => {
      const { unit, standard } = measureOf(step);
      const times = { p50: measure.quantile(0.5, 1000), p90: measure.quantile(0.9, 1000) };
      const told = { visits: measure.n, ...times, onTime: measure.onTimeRate, hours: measure.hours };
      return { ...line, standardTime: step.standardTime.text, unit, standard, ...told };
    });
  }

  /** How much the office's own visits took of their standard time, whatever its unit. */
  private shares(columns: WholeView['columns'], keyOf: (row: StepDayRow) => Line, label: string): WholeView {
    return {
      kind: 'whole',
      columns: [...columns, COUNT, P50_SHARE, P90_SHARE, ON_TIME, HOURS],
      lines: async (scope) => {
        const measured = new Map<string, { line: Line; measure: Measure }>();
        for await (const row of stepDays(this.database, scope)) {
          if (row.role === APPLICANT) continue;
          const key = label === 'name' ? [row.person, row.role] : [row.role, row.section];
          const one = grouped(measured, key, () => ({ line: keyOf(row), measure: new Measure() }));
          one.measure.add(row, scaleOf(await this.step(scope, row)));
        }
        const lines = [...measured.values()].map(({ line, measure }) => ({ ...line, ...shareLine(measure), hours: measure.hours }));
        return lines.sort((one, other) => other.visits - one.visits);
      },
      chart: onTimeBars((line) => String(line[label]), label === 'role'),
    };
  }

  private services(): WholeView {
    return {
      kind: 'whole',
      columns: [
        SERVICE,
        column('ending', 12, 'Hasil', 'Ending', named(ENDING_NAMES)),
        column('standardTime', 24, 'Waktu baku', 'Standard time'),
        column('cases', 10, 'Permohonan', 'Cases'),
        column('p50Hours', 14, 'Median (jam kerja)', 'Median (working hours)'),
        column('p90Hours', 14, 'P90 (jam kerja)', 'P90 (working hours)'),
        ON_TIME,
        HOURS,
      ],
      lines: async (scope) => {
        const ended = new Map<string, { line: Line; measure: Measure }>();
        for await (const row of caseDays(this.database, scope)) {
          const standardTime = await this.standardTotal(scope, row);
          const line = { service: row.service, ending: row.ending, standardTime };
          grouped(ended, [row.service, row.ending, standardTime], () => ({ line, measure: new Measure() })).measure.add(row);
        }
        return [...ended.values()].sort(byName).map(({ line, measure }) => ({
          ...line,
          cases: measure.n,
          p50Hours: measure.quantile(0.5, HOUR),
          p90Hours: measure.quantile(0.9, HOUR),
          onTime: line.ending === 'withdrawn' ? null : measure.onTimeRate,
          hours: measure.hours,
        }));
      },
      chart: onTimeBars(
        ({ service, ending }, { language, short }) => `${short(service)}, ${ENDING_NAMES[String(ending)]?.[language] ?? ending}`,
      ),
    };
  }

  private months(): WholeView {
    const cases = column('cases', 12, 'Selesai', 'Cases finished');
    const casesOnTime = column('casesOnTime', 16, 'Permohonan tepat waktu (%)', 'Cases on time (%)');
    return {
      kind: 'whole',
      columns: [MONTH, COUNT, P50_SHARE, P90_SHARE, ON_TIME, HOURS, cases, casesOnTime],
      lines: (scope) => this.trend(scope),
      chart: onTimeLines('month', [
        { key: 'onTime', label: { id: 'Langkah', en: 'Steps' } },
        { key: 'casesOnTime', label: { id: 'Permohonan', en: 'Cases' } },
      ]),
    };
  }

  /** Month by month, those without work as well. */
  async trend(scope: ReportScope): Promise<Line[]> {
    const months = new Map(monthsOf(scope).map((month) => [month, { visits: new Measure(), cases: 0, onTime: 0 }]));
    for await (const row of stepDays(this.database, scope)) {
      if (row.role !== APPLICANT) months.get(row.day.slice(0, 7))!.visits.add(row, scaleOf(await this.step(scope, row)));
    }
    for await (const row of caseDays(this.database, scope)) {
      const month = months.get(row.day.slice(0, 7))!;
      if (row.ending === 'withdrawn') continue;
      month.cases += row.n;
      month.onTime += row.on_time;
    }
    return [...months].map(([month, { visits, cases, onTime }]) => {
      return { month, ...shareLine(visits), hours: visits.hours, cases, casesOnTime: rate(onTime, cases) };
    });
  }

  private async step({ agency }: ReportScope, row: StepDayRow): Promise<Step> {
    return stepOf((await this.registry.version(agency.code, row.service, row.definition)).definition, row.step);
  }

  private async standardTotal({ agency }: ReportScope, { service, definition: sha256, ending }: CaseDayRow): Promise<string | null> {
    const { definition } = await this.registry.version(agency.code, service, sha256);
    return totalsOf(definition)[ending as 'granted']?.text ?? null;
  }
}

/** Case times are kept in thousandths of minutes. */
const HOUR = 60_000;

function shareLine(measure: Measure) {
  const shares = { p50Percent: measure.quantile(0.5, 10), p90Percent: measure.quantile(0.9, 10) };
  return { visits: measure.n, ...shares, onTime: measure.onTimeRate };
}

/** From thousandths of the step's unit to tenths of a percent of its standard. */
function scaleOf(step: Step): number {
  return 1 / measureOf(step).standard;
}

function byName({ line: one }: { line: Line }, { line: other }: { line: Line }): number {
  return `${one['service']} ${one['ending']}`.localeCompare(`${other['service']} ${other['ending']}`);
}

function byService(one: Visited, other: Visited): number {
  return String(one.line.service).localeCompare(String(other.line.service)) || one.step.no - other.step.no;
}
