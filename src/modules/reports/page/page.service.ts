import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/principal.js';
import type { Language } from '../../../platform/api/request-context.js';
import { DefinitionRegistry } from '../../../workflow/definition-registry.js';
import { column, MONTH, ON_TIME } from '../kinds/columns.js';
import { lastDayOf, monthsBefore } from '../kinds/months.js';
import { onTimeLines } from '../kinds/on-time-charts.js';
import type { ReportView, ReportScope } from '../report.js';
import { ReportsService } from '../reports.service.js';
import { Scopes } from '../scopes.js';
import { FiguresOfTheDay } from './figures.js';
import { period, reportsPage, type Panel } from './page-html.js';
import type { ReportPageFilter } from './page.query.js';

/** What the page shows, from top to bottom: report, group, and how it is headed. */
const PANELS = [
  { report: 'bottleneck', group: 'step', title: 'waiting' },
  { report: 'workload', group: 'desk', title: 'workload' },
  { report: 'sla', group: 'step', title: 'steps' },
  { report: 'technical-team', group: 'step', title: 'team' },
  { report: 'satisfaction', group: 'element', title: 'satisfaction' },
  { report: 'returns', group: 'step', title: 'returns' },
] as const;

const MONTHS_BEFORE = 11;

const TREND: ReportView & { readonly kind: 'whole' } = {
  kind: 'whole',
  columns: [MONTH, ON_TIME, column('casesOnTime', 16, 'Permohonan tepat waktu (%)', 'Cases on time (%)')],
  lines: () => Promise.resolve([]),
};
const drawTrend = onTimeLines('month', [
  { key: 'onTime', label: { id: 'Langkah', en: 'Steps' } },
  { key: 'casesOnTime', label: { id: 'Permohonan', en: 'Cases' } },
]);

/** Puts the page for heads together from the reports. */
@Injectable()
export class PageService {
  constructor(
    private readonly reports: ReportsService,
    private readonly scopes: Scopes,
    private readonly figures: FiguresOfTheDay,
    private readonly registry: DefinitionRegistry,
  ) {}

  async page(principal: Principal, { month, service }: ReportPageFilter, language: Language): Promise<string> {
    const today = this.scopes.of(principal, { ...(service && { service }) }, language);
    // Of the month that is not over, up to today.
    const scope = month && month !== today.until.slice(0, 7) ? { ...today, from: `${month}-01`, until: lastDayOf(month) } : today;
    const figures = await this.figures.of(scope);
    const panels = [await this.trend(scope)];
    for (const { report, group, title } of PANELS) {
      const { chart, lines, view } = await this.reports.shown(scope, report, group);
      panels.push({ title, chart, lines, view, report, query: `group=${group}&${period(scope)}` });
    }
    const services = this.registry
      .services(scope.agency.code)
      .map(({ definition }) => ({ code: definition.code, label: definition.label[language] }));
    return reportsPage({ scope, month: scope.until.slice(0, 7), services, figures, panels });
  }

  private async trend(scope: ReportScope): Promise<Panel> {
    const year = { ...scope, from: monthsBefore(scope.until, MONTHS_BEFORE) };
    const lines = await this.figures.trend(year);
    return {
      title: 'trend',
      chart: drawTrend(year, lines),
      lines,
      view: TREND,
      report: 'sla',
      query: `group=month&${period(year)}`,
    };
  }
}
