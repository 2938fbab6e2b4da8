import { Injectable } from '@nestjs/common';
import type { Bars } from '../../../platform/charts/chart.js';
import type { Line, Report, ReportSource } from '../report.js';
import { ACTIVITY, column, localMoment, ROLE, roleTitle, SECTION, SERVICE, STEP } from './columns.js';
import { exactQuantile, grouped, hoursOf } from './measures.js';
import { MORE } from './on-time-charts.js';
import { OpenTasks, type WaitingTask } from './open-tasks.js';

const WAITING = column('waiting', 12, 'Menunggu', 'Waiting');
const OVERDUE = column('overdue', 12, 'Terlambat', 'Overdue');
const NOTHING = { id: 'Tidak ada yang menunggu.', en: 'Nothing waits.' };

interface Queue {
  readonly line: Line;
  readonly waited: number[];
  overdue: number;
  claimed: number;
  oldest: Date;
}

/** Where cases wait now, and for how long. */
@Injectable()
export class BottleneckReport implements ReportSource {
  readonly report: Report = {
    name: 'bottleneck',
    title: { id: 'Tempat permohonan menunggu', en: 'Where cases wait' },
    about: {
      id: 'Yang menunggu sekarang pada tiap langkah, dan berapa lama (jam kerja).',
      en: 'What waits now at each step, and for how long.',
    },
    action: 'reports.read',
    when: 'now',
    groups: {
      step: {
        kind: 'whole',
        columns: [
          SERVICE,
          STEP,
          ACTIVITY,
          ROLE,
          SECTION,
          WAITING,
          OVERDUE,
          column('p50Hours', 16, 'Median menunggu (jam kerja)', 'Median wait (working hours)'),
          column('p90Hours', 16, 'P90 menunggu (jam kerja)', 'P90 wait (working hours)'),
          column('longestHours', 16, 'Terlama (jam kerja)', 'Longest (working hours)'),
          column('oldestSince', 18, 'Sejak', 'Since', localMoment),
        ],
        lines: async (scope) => {
          const queues = await queuesOf(this.tasks.all(scope), ({ service, step, role, section }) => {
            return { service, step: step.no, activity: step.activity, role, section };
          });
          return queues.sort((one, other) => other.waited.length - one.waited.length).map(stepLine);
        },
        chart: ({ language, short }, lines): Bars => {
          const items = lines.map((line) => ({
            label: `${short(line['service'])} ${line['step']}. ${line['activity']}`,
            value: line['waiting'] as number,
            text: waitingText(line, language),
            tone: (line['overdue'] as number) > 0 ? ('bad' as const) : ('plain' as const),
          }));
          const title = { id: 'Menunggu sekarang, per langkah', en: 'Waiting now, by step' }[language];
          return bars(title, language, items);
        },
      },
    },
  };

  constructor(private readonly tasks: OpenTasks) {}
}

/** What lies on each desk now. */
@Injectable()
export class WorkloadReport implements ReportSource {
  readonly report: Report = {
    name: 'workload',
    title: { id: 'Beban kerja per meja', en: 'Workload by desk' },
    about: {
      id: 'Langkah yang terbuka pada tiap peran dan seksi: terlambat, dan jatuh waktu sebelum 24 jam.',
      en: 'Open tasks of each role and section: overdue, and due within 24 hours.',
    },
    action: 'reports.read',
    when: 'now',
    groups: {
      desk: {
        kind: 'whole',
        columns: [
          ROLE,
          SECTION,
          WAITING,
          OVERDUE,
          column('dueSoon', 14, 'Segera jatuh waktu', 'Due within 24 hours'),
          column('claimed', 12, 'Sudah diambil', 'Claimed'),
          column('p50Hours', 16, 'Median menunggu (jam kerja)', 'Median wait (working hours)'),
          column('hours', 16, 'Jumlah menunggu (jam kerja)', 'Waited in all (working hours)'),
        ],
        lines: async (scope) => {
          const soon = new Map<Line, number>();
          const edge = scope.now.getTime() + DAY_MS;
          const queues = await queuesOf(this.tasks.all(scope), ({ role, section }) => ({ role, section }), (line, { dueAt, overdue }) => {
            if (dueAt && !overdue && dueAt.getTime() < edge) soon.set(line, (soon.get(line) ?? 0) + 1);
          }); // prettier-ignore
          return queues
            .sort((one, other) => other.waited.length - one.waited.length)
            .map(({ line, waited, overdue, claimed }) => {
              const times = { p50Hours: hoursAt(waited, 0.5), hours: hoursOf(waited.reduce((sum, ms) => sum + ms, 0)) };
              return { ...line, waiting: waited.length, overdue, dueSoon: soon.get(line) ?? 0, claimed, ...times };
            });
        },
        chart: (scope, lines): Bars => {
          const items = lines.map((line) => ({
            label: [roleTitle(scope, line['role']!), line['section']].filter(Boolean).join(' '),
            value: line['waiting'] as number,
            text: waitingText(line, scope.language),
            tone: (line['overdue'] as number) > 0 ? ('bad' as const) : ('plain' as const),
          }));
          return bars({ id: 'Langkah terbuka, per meja', en: 'Open tasks, by desk' }[scope.language], scope.language, items);
        },
      },
    },
  };

  constructor(private readonly tasks: OpenTasks) {}
}

const DAY_MS = 86_400_000;

async function queuesOf(
  tasks: AsyncIterable<WaitingTask>,
  lineOf: (task: WaitingTask) => Line,
  also: (line: Line, task: WaitingTask) => void = () => undefined,
): Promise<Queue[]> {
  const queues = new Map<string, Queue>();
  for await (const task of tasks) {
    const line = lineOf(task);
    const queue = grouped(queues, Object.values(line), () => ({ line, waited: [], overdue: 0, claimed: 0, oldest: task.openedAt }));
    queue.waited.push(task.waitedMs);
    if (task.overdue) queue.overdue++;
    if (task.claimed) queue.claimed++;
    if (task.openedAt < queue.oldest) queue.oldest = task.openedAt;
    also(queue.line, task);
  }
  for (const { waited } of queues.values()) waited.sort((one, other) => one - other);
  return [...queues.values()];
}

function stepLine({ line, waited, overdue, oldest }: Queue): Line {
  const times = { p50Hours: hoursAt(waited, 0.5), p90Hours: hoursAt(waited, 0.9), longestHours: hoursAt(waited, 1) };
  return { ...line, waiting: waited.length, overdue, ...times, oldestSince: oldest.toISOString() };
}

function hoursAt(sorted: readonly number[], share: number): number | null {
  const ms = exactQuantile(sorted, share);
  return ms === null ? null : hoursOf(ms);
}

function waitingText({ waiting, overdue }: Line, language: 'id' | 'en'): string {
  if (overdue === 0) return String(waiting);
  return language === 'id' ? `${waiting} (${overdue} telat)` : `${waiting} (${overdue} late)`;
}

function bars(title: string, language: 'id' | 'en', items: Bars['items']): Bars {
  const about = items.map(({ label, text }) => `${label}: ${text}`).join('; ') || NOTHING[language];
  return { kind: 'bars', title, about, empty: NOTHING[language], more: MORE[language], items };
}
