import { Injectable } from '@nestjs/common';
import { ReadDatabase } from '../../../platform/database/read-database.js';
import { statement } from '../../../platform/database/tx.js';
import { stepOf } from '../../../sop/definition-lookup.js';
import type { Step } from '../../../sop/sop-definition.js';
import { DefinitionRegistry } from '../../../workflow/definition-registry.js';
import type { ReportScope } from '../report.js';

interface TaskRow {
  readonly id: string;
  readonly number: string;
  readonly service: string;
  readonly definition: string;
  readonly step: number;
  readonly role: string;
  readonly section: string | null;
  readonly opened_at: Date;
  readonly due_at: Date | null;
  readonly due: string;
  readonly claimed_by: string | null;
}

/** A task that somebody has still to do. */
export interface WaitingTask {
  readonly number: string;
  readonly service: string;
  readonly step: Step;
  readonly role: string;
  readonly section: string | null;
  readonly openedAt: Date;
  readonly dueAt: Date | null;
  readonly claimed: boolean;
  readonly overdue: boolean;
  /** Working time since it was opened, in milliseconds. */
  readonly waitedMs: number;
}

const OPEN = statement(
  'report.open-tasks',
  `select task.id, a.number, task.service, a.definition, task.step, coalesce(task.desk, task.role) as role, task.section, task.opened_at, task.due_at, task.claimed_by,
          coalesce(task.due_at, 'infinity'::timestamptz)::text as due
     from tasks task join applications a on a.agency = task.agency and a.id = task.application_id
    where task.agency = $1 and task.status = 'open' and ($2::text is null or task.service = $2::text)
      and (coalesce(task.due_at, 'infinity'::timestamptz), task.id) > ($3::text::timestamptz, $4::uuid)
    order by coalesce(task.due_at, 'infinity'::timestamptz), task.id
    limit $5`,
);

const BATCH = 2000;
const NIL = '00000000-0000-0000-0000-000000000000';

/** What waits now, the most urgent first; how long is counted in working time. */
@Injectable()
export class OpenTasks {
  constructor(
    private readonly database: ReadDatabase,
    private readonly registry: DefinitionRegistry,
  ) {}

  async *all({ agency, service, now }: Pick<ReportScope, 'agency' | 'service' | 'now'>): AsyncGenerator<WaitingTask> {
    const working = this.registry.working(agency.code);
    let after: readonly unknown[] = ['-infinity', NIL];
    for (;;) {
      const rows = await this.database.read<TaskRow & Record<string, unknown>>(OPEN, [agency.code, service, ...after, BATCH]);
      for (const row of rows) {
        const { definition } = await this.registry.version(agency.code, row.service, row.definition);
        yield {
          number: row.number,
          service: row.service,
          step: stepOf(definition, row.step),
          role: row.role,
          section: row.section,
          openedAt: row.opened_at,
          dueAt: row.due_at,
          claimed: row.claimed_by !== null,
          overdue: row.due_at !== null && row.due_at < now,
          waitedMs: Math.max(0, working.between(row.opened_at, now).ms),
        };
      }
      const last = rows.at(-1);
      if (!last || rows.length < BATCH) return;
      after = [last.due, last.id];
    }
  }
}
