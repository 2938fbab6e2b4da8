import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { RecurringJobs } from '../platform/queue/recurring-jobs.js';
import type { OpenTask } from '../sop/case-events.js';
import { Calendars } from './calendars.js';
import {
  CLAIM_STALE,
  DATABASE_NOW,
  HOW_MANY_MOVED,
  MOVE,
  MOVED,
  OLDER_RUNS,
  OPEN_AGAIN,
  OPEN_FROM,
  STALE,
  SWEPT,
} from './deadline-statements.js';
import { DefinitionRegistry } from './definition-registry.js';
import { StatutoryAlarms } from './statutory-alarms.js';
import { projectTask, type TaskProjection } from './task-projection.js';

/** Few enough that nobody who completes one of them waits for long. */
const BATCH = 500;
/** How often a task is read again that somebody has changed meanwhile. */
const MOST_TRIES = 5;
const EVERY_MS = 5000;
/** How long transactions that began under the old calendar are waited for; a worker comes back for those that take longer. */
const PATIENCE_MS = 5000;
const LOOK_MS = 20;
const NIL = '00000000-0000-0000-0000-000000000000';

/** A task whose deadline has moved. */
export interface MovedTask {
  readonly id: string;
  readonly application: string;
  readonly step: number;
  readonly from: string | null;
  readonly to: string | null;
}

/**
 * Deadlines follow from the calendar: when it changes, the rows of open tasks are brought after it. What is stale stands in the
 * calendar's own row until it is done, so that a crash, or a command that began under the old calendar, leaves nothing behind.
 */
@Injectable()
export class Deadlines implements OnModuleInit {
  private readonly logger = new Logger('Deadlines');

  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
    private readonly calendars: Calendars,
    private readonly recurringJobs: RecurringJobs,
    private readonly statutory: StatutoryAlarms,
  ) {}

  onModuleInit(): void {
    this.recurringJobs.add({
      name: 'deadlines',
      everyMs: EVERY_MS,
      pauseMs: 0,
      work: async (stopping) => void (await this.catchUp(stopping)),
    });
  }

  /** Brings what is stale in an agency after its calendar; false: some could not be told yet, and a worker comes back for them. */
  async recompute(agency: string): Promise<boolean> {
    const [stale] = await this.database.run<StaleRow>(STALE, [agency]);
    return stale ? this.bring({ ...stale, agency }) : true;
  }

  /** Takes up what was left behind, by whomever; answers for how many agencies. */
  async catchUp(stopping?: AbortSignal): Promise<number> {
    const offices = this.registry.agencies().map(({ code }) => code);
    const claimed = await this.database.run<StaleRow & { agency: string }>(CLAIM_STALE, [offices]);
    for (const stale of claimed) {
      if (!(await this.bring(stale, stopping))) this.logger.warn(`${stale.agency}: deadlines are still to be brought after the calendar`);
    }
    return claimed.length;
  }

  /** What moved with a version of the calendar, in the order of the tasks' ids. */
  async moved(agency: string, version: number, limit: number, after = NIL): Promise<MovedTask[]> {
    return (await this.database.run<MovedRow>(MOVED, [agency, version, after, limit])).map(view);
  }

  async howManyMoved(agency: string, version: number): Promise<number> {
    return (await this.database.run<{ moved: number }>(HOW_MANY_MOVED, [agency, version]))[0]!.moved;
  }

  private async bring({ agency, version, stale_from: from }: StaleRow & { agency: string }, stopping?: AbortSignal): Promise<boolean> {
    // Everything written under the old calendar is to be seen by the sweep: whoever begins from here on sees the new one.
    const settled = await this.settle();
    await this.calendars.refresh(agency);
    await this.statutory.recompute(agency);
    let complete = true;
    const read = (after: string) => this.database.run<OpenRow>(OPEN_FROM, [agency, after, BATCH, from]);
    for (let rows = await read(NIL); rows.length > 0;) {
      // What is left stays stale, and is taken up by whoever comes next.
      if (stopping?.aborted) return false;
      const last = rows.at(-1)!;
      // The next ones are read while these are moved.
      const [next, done] = await Promise.all([rows.length < BATCH ? [] : read(last.id), this.moveAll(agency, version, rows)]);
      complete = done && complete;
      rows = next;
    }
    if (settled && complete) await this.database.run(SWEPT, [agency, version]);
    return settled && complete;
  }

  /** Waits for the transactions that began before now. */
  private async settle(): Promise<boolean> {
    const [{ now }] = (await this.database.run<{ now: string }>(DATABASE_NOW, [])) as [{ now: string }];
    for (let waited = 0; waited <= PATIENCE_MS; waited += LOOK_MS) {
      const [older] = await this.database.run<{ runs: boolean }>(OLDER_RUNS, [now]);
      if (!older!.runs) return true;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    return false;
  }

  private async moveAll(agency: string, version: number, rows: readonly OpenRow[]): Promise<boolean> {
    let left = await this.move(agency, version, rows);
    for (let tries = 1; left.length > 0; tries++) {
      if (tries === MOST_TRIES) return false;
      left = await this.move(agency, version, await this.database.run<OpenRow>(OPEN_AGAIN, [agency, left]));
    }
    return true;
  }

  /** Answers the tasks that somebody has changed between reading and moving, such as by the ring of an alarm. */
  private async move(agency: string, version: number, rows: readonly OpenRow[]): Promise<string[]> {
    const moves: Move[] = [];
    for (const row of rows) {
      const now = await this.project(agency, row);
      if (now && (!same(now.dueAt, row.due_at) || !same(now.alarmAt, row.alarm_at))) moves.push({ row, now });
    }
    if (moves.length === 0) return [];
    // prettier-ignore
    const params = [
      agency, version, moves.map(({ row }) => row.id), moves.map(({ row }) => row.number), moves.map(({ now }) => now.dueAt),
      moves.map(({ now }) => now.alarmAt), moves.map(({ row }) => row.due_at), moves.map(({ row }) => row.alarm_at),
    ];
    const done = await this.database.transaction((tx) => tx.run<{ id: string }>(MOVE, params));
    const ids = new Set(done.map(({ id }) => id));
    return moves.filter(({ row }) => !ids.has(row.id)).map(({ row }) => row.id);
  }

  private async project(agency: string, row: OpenRow): Promise<TaskProjection | undefined> {
    const task = row.open.find(({ id }) => id === row.id);
    if (!task) return undefined;
    const { definition } = await this.registry.version(agency, row.service, row.definition);
    return projectTask(task, definition, this.registry.known(agency));
  }
}

interface StaleRow {
  readonly version: number;
  readonly stale_from: Date;
}

interface MovedRow {
  readonly task_id: string;
  readonly application: string;
  readonly step: number;
  readonly old_due_at: Date | null;
  readonly due_at: Date | null;
}

interface OpenRow {
  readonly id: string;
  readonly step: number;
  readonly due_at: Date | null;
  readonly alarm_at: Date | null;
  readonly number: string;
  readonly service: string;
  readonly definition: string;
  /** The open tasks of its case. */
  readonly open: readonly OpenTask[];
}

interface Move {
  readonly row: OpenRow;
  readonly now: TaskProjection;
}

function same(one: Date | null, other: Date | null): boolean {
  return one?.getTime() === other?.getTime();
}

function view({ task_id: id, application, step, old_due_at: from, due_at: to }: MovedRow): MovedTask {
  return { id, application, step, from: from?.toISOString() ?? null, to: to?.toISOString() ?? null };
}
