import { Injectable } from '@nestjs/common';
import type { Step } from '../../../sop/sop-definition.js';
import type { Line, Report, ReportSource, ReportScope } from '../report.js';
import { column } from './columns.js';
import { onTimeBars } from './on-time-charts.js';
import { OpenTasks } from './open-tasks.js';
import { SlaReport, STEP_COLUMNS } from './sla.js';

/** Work on a recommendation, by what a row does and not by who does it. */
const RECOMMENDING: readonly string[] = ['coordinate', 'inspect', 'recommend'];
const recommends = (step: Step): boolean => RECOMMENDING.includes(step.does);

/** Both SOPs warn: when the technical team is late, the permit is late. */
@Injectable()
export class TechnicalTeamReport implements ReportSource {
  readonly report: Report = {
    name: 'technical-team',
    title: { id: 'Ketepatan waktu tim teknis', en: 'Punctuality of the technical team' },
    about: {
      id: 'Langkah-langkah rekomendasi: waktu baku dan waktu kerja yang terpakai, dan yang menunggu sekarang.',
      en: 'The rows of the recommendation: standard and used working time, and what waits now.',
    },
    action: 'reports.read',
    when: 'period',
    groups: {
      step: {
        kind: 'whole',
        columns: [
          ...STEP_COLUMNS,
          column('openNow', 14, 'Menunggu sekarang', 'Waiting now'),
          column('overdueNow', 14, 'Terlambat sekarang', 'Overdue now'),
        ],
        lines: (scope) => this.lines(scope),
        chart: onTimeBars(({ service, step, activity }, { short }) => `${short(service)} ${step}. ${activity}`),
      },
    },
  };

  constructor(
    private readonly sla: SlaReport,
    private readonly open: OpenTasks,
  ) {}

  private async lines(scope: ReportScope): Promise<Line[]> {
    const waiting = new Map<string, { open: number; overdue: number }>();
    for await (const { service, step, overdue } of this.open.all(scope)) {
      if (!recommends(step)) continue;
      const key = `${service} ${step.no}`;
      const { open: n, overdue: late } = waiting.get(key) ?? { open: 0, overdue: 0 };
      waiting.set(key, { open: n + 1, overdue: late + (overdue ? 1 : 0) });
    }
    return (await this.sla.bySteps(scope, recommends)).map((line) => {
      const now = waiting.get(`${line['service']} ${line['step']}`);
      return { ...line, openNow: now?.open ?? 0, overdueNow: now?.overdue ?? 0 };
    });
  }
}
