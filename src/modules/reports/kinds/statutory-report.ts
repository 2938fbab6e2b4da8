import { Injectable } from '@nestjs/common';
import { ReadDatabase } from '../../../platform/database/read-database.js';
import { statement } from '../../../platform/database/tx.js';
import type { StatutoryRun } from '../../../sop/case-events.js';
import { statutoryDaysLeft, statutoryDue } from '../../../sop/statutory.js';
import { DefinitionRegistry } from '../../../workflow/definition-registry.js';
import type { Line, Report, ReportSource, ReportScope } from '../report.js';
import { column, localMoment, named, ROLE, SERVICE, STEP } from './columns.js';

interface RunRow {
  readonly id: string;
  readonly number: string;
  readonly service: string;
  readonly definition: string;
  readonly run: StatutoryRun;
  readonly step: number | null;
  readonly role: string | null;
}

/** Open cases whose decision the law waits for. */
const RUNNING = statement(
  'report.statutory',
  `select id, number, service, definition, state->'statutory' as run, (state#>>'{open,0,step}')::integer as step, state#>>'{open,0,role}' as role
     from applications
    where agency = $1 and status = 'open' and ($2::text is null or service = $2::text) and id > $3
      and state#>>'{statutory,startedAt}' is not null and state#>>'{statutory,endedAt}' is null
    order by id
    limit $4`,
);

const BATCH = 2000;
const NIL = '00000000-0000-0000-0000-000000000000';
const RISKS = { passed: { id: 'Lewat', en: 'Passed' }, 'at-risk': { id: 'Hampir lewat', en: 'At risk' } };

/** Cases whose decision is due by law within the days of the first warning, or overdue (fiktif positif). */
@Injectable()
export class StatutoryReport implements ReportSource {
  readonly report: Report = {
    name: 'statutory',
    title: { id: 'Batas waktu undang-undang', en: 'Statutory time at risk' },
    about: {
      id: 'Permohonan yang batas waktu keputusannya hampir lewat atau sudah lewat, yang paling mendesak lebih dulu.',
      en: 'Cases whose time for the decision is nearly over or has passed, the most urgent first.',
    },
    action: 'reports.read',
    when: 'now',
    groups: {
      case: {
        kind: 'whole',
        columns: [
          column('number', 22, 'Nomor permohonan', 'Application'),
          SERVICE,
          column('risk', 14, 'Keadaan', 'State', named(RISKS)),
          column('daysLeft', 12, 'Sisa hari kerja', 'Working days left'),
          column('dueAt', 18, 'Batas', 'Due', localMoment),
          column('startedAt', 18, 'Berkas lengkap', 'Complete since', localMoment),
          STEP,
          ROLE,
          column('effect', 16, 'Akibat', 'Effect'),
          column('legalBasis', 50, 'Dasar hukum', 'Legal basis'),
        ],
        lines: (scope) => this.lines(scope),
      },
    },
  };

  constructor(
    private readonly database: ReadDatabase,
    private readonly registry: DefinitionRegistry,
  ) {}

  async lines(scope: ReportScope): Promise<Line[]> {
    const lines: Line[] = [];
    for await (const row of this.running(scope)) {
      const line = await this.line(scope, row);
      if (line) lines.push(line);
    }
    return lines.sort((one, other) => String(one['dueAt']).localeCompare(String(other['dueAt'])));
  }

  private async line({ agency, now }: ReportScope, row: RunRow): Promise<Line | undefined> {
    const { statutory: law } = (await this.registry.version(agency.code, row.service, row.definition)).definition;
    if (!law) return undefined;
    const working = this.registry.working(agency.code);
    const dueAt = statutoryDue(row.run, law, working);
    const daysLeft = statutoryDaysLeft(dueAt, law, working, now);
    const passed = now > dueAt;
    if (!passed && daysLeft > Math.max(1, ...law.remindBefore)) return undefined;
    return {
      number: row.number,
      service: row.service,
      risk: passed ? 'passed' : 'at-risk',
      daysLeft,
      dueAt: dueAt.toISOString(),
      startedAt: row.run.startedAt,
      step: row.step,
      role: row.role,
      effect: law.effect,
      legalBasis: law.legalBasis,
    };
  }

  private async *running({ agency, service }: ReportScope): AsyncGenerator<RunRow> {
    for (let after = NIL; ;) {
      const rows = await this.database.read<RunRow & Record<string, unknown>>(RUNNING, [agency.code, service, after, BATCH]);
      yield* rows;
      if (rows.length < BATCH) return;
      after = rows.at(-1)!.id;
    }
  }
}
