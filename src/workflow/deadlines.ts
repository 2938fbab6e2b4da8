import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { statement } from '../platform/database/tx.js';
import type { CaseState } from '../sop/case-events.js';
import { DefinitionRegistry } from './definition-registry.js';
import { StatutoryAlarms } from './statutory-alarms.js';
import { projectTask, type TaskProjection } from './task-projection.js';

const BATCH = 1000;

/** A task whose deadline has moved. */
export interface MovedTask {
  readonly id: string;
  readonly application: string;
  readonly step: number;
  readonly from: string | null;
  readonly to: string | null;
}

const OPEN = statement(
  'deadline.open',
  `select task.id, task.step, task.due_at, task.alarm_at, application.number, application.service, application.definition, application.state
     from tasks task join applications application on application.agency = task.agency and application.id = task.application_id
    where task.agency = $1 and task.status = 'open' and task.id > $2 order by task.id limit $3`,
);

/** Only where nobody has moved it meanwhile: whoever did has counted by the new calendar already. */
const MOVE = statement(
  'deadline.move',
  `update tasks set due_at = moved.due_at, alarm_at = moved.alarm_at
     from unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[])
       as moved (id, due_at, alarm_at, old_due, old_alarm)
    where tasks.agency = $1 and tasks.id = moved.id and tasks.status = 'open'
      and tasks.due_at is not distinct from moved.old_due and tasks.alarm_at is not distinct from moved.old_alarm
   returning tasks.id`,
);

const NIL = '00000000-0000-0000-0000-000000000000';

/** Deadlines follow from the calendar: when it changes, the rows of open tasks are brought after it. */
@Injectable()
export class Deadlines {
  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
    private readonly statutory: StatutoryAlarms,
  ) {}

  /** Moves what has to move, batch by batch, so that nobody who completes a task waits for long; answers what moved. */
  async recompute(agency: string): Promise<MovedTask[]> {
    const moved: MovedTask[] = [];
    await this.statutory.recompute(agency);
    let after = NIL;
    for (;;) {
      const rows = await this.database.read<OpenRow>(OPEN, [agency, after, BATCH]);
      moved.push(...(await this.move(agency, rows)));
      const last = rows.at(-1);
      if (rows.length < BATCH || !last) return moved;
      after = last.id;
    }
  }

  private async move(agency: string, rows: readonly OpenRow[]): Promise<MovedTask[]> {
    const moves: Move[] = [];
    for (const row of rows) {
      const now = await this.project(agency, row);
      if (now && (!same(now.dueAt, row.due_at) || !same(now.alarmAt, row.alarm_at))) moves.push({ row, now });
    }
    if (moves.length === 0) return [];
    // prettier-ignore
    const done = await this.database.read<{ id: string }>(MOVE, [
      agency, moves.map(({ row }) => row.id), moves.map(({ now }) => now.dueAt), moves.map(({ now }) => now.alarmAt),
      moves.map(({ row }) => row.due_at), moves.map(({ row }) => row.alarm_at),
    ]);
    const ids = new Set(done.map(({ id }) => id));
    return moves.filter(({ row, now }) => ids.has(row.id) && !same(now.dueAt, row.due_at)).map(view);
  }

  private async project(agency: string, row: OpenRow): Promise<TaskProjection | undefined> {
    const task = row.state.open.find((open) => open.id === row.id);
    if (!task) return undefined;
    const { definition } = await this.registry.version(agency, row.service, row.definition);
    return projectTask(task, definition, this.registry.known(agency));
  }
}

interface OpenRow {
  readonly id: string;
  readonly step: number;
  readonly due_at: Date | null;
  readonly alarm_at: Date | null;
  readonly number: string;
  readonly service: string;
  readonly definition: string;
  readonly state: CaseState;
}

interface Move {
  readonly row: OpenRow;
  readonly now: TaskProjection;
}

function same(one: Date | null, other: Date | null): boolean {
  return one?.getTime() === other?.getTime();
}

function view({ row, now }: Move): MovedTask {
  const { id, step, number: application } = row;
  return { id, application, step, from: row.due_at?.toISOString() ?? null, to: now.dueAt?.toISOString() ?? null };
}
