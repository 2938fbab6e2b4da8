import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { Refusal } from '../kernel/refusal.js';
import { Database } from '../platform/database/database.js';
import { statement } from '../platform/database/tx.js';
import { RecurringJobs } from '../platform/queue/recurring-jobs.js';
import type { CaseState } from '../sop/case-events.js';
import { isNotDue, systemOf } from './alarms.js';
import { DefinitionRegistry } from './definition-registry.js';
import { statutoryAlarm } from './task-projection.js';
import { WorkflowService } from './workflow.service.js';

/** How long a claimed case is left alone: one whose worker died is warned of then. */
const LEASE_MS = 60_000;
const BATCH = 500;
/** Warnings come by the day: nobody waits for a second. */
const EVERY_MS = 5000;

const CLAIM = statement(
  'statutory.claim',
  `with due as (
     select one.agency, one.id from unnest($1::text[]) as office(code) cross join lateral (
       select agency, id from applications
        where agency = office.code and alarm_at is not null and alarm_at <= $2
        order by alarm_at limit $3 for no key update skip locked
     ) one
   )
   update applications set alarm_at = $4 from due where applications.agency = due.agency and applications.id = due.id
   returning applications.agency, applications.id`,
);

const RUNNING = statement(
  'statutory.running',
  `select id, service, definition, state, alarm_at from applications
    where agency = $1 and alarm_at is not null and id > $2 order by id limit $3`,
);

/** Only where nobody has moved it meanwhile: whoever did has counted by the new calendar already. */
const MOVE = statement(
  'statutory.move',
  `update applications set alarm_at = moved.alarm_at
     from unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[]) as moved (id, alarm_at, old_alarm)
    where applications.agency = $1 and applications.id = moved.id and applications.alarm_at = moved.old_alarm`,
);

const POSTPONE = statement('statutory.postpone', `update applications set alarm_at = $3 where agency = $1 and id = $2 and alarm_at < $3`);

const NIL = '00000000-0000-0000-0000-000000000000';

/**
 * Warns that the time which a law gives is nearly over, or is: by the rows of cases, as ladders ring by the rows of tasks. Nothing is
 * decided here; the timeline shows that the time has passed, and people draw the conclusion.
 */
@Injectable()
export class StatutoryAlarms implements OnModuleInit {
  private readonly logger = new Logger('StatutoryAlarms');

  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
    private readonly workflow: WorkflowService,
    private readonly clock: Clock,
    private readonly recurringJobs: RecurringJobs,
  ) {}

  onModuleInit(): void {
    this.recurringJobs.add({
      name: 'statutory',
      everyMs: EVERY_MS,
      pauseMs: 0,
      work: async (stopping) => void (await this.warnDue(stopping)),
    });
  }

  /** Gives every warning that is due, and answers how many; a case that fails is told of and holds up no other. */
  async warnDue(stopping?: AbortSignal): Promise<number> {
    let warned = 0;
    for (let claimed = await this.claim(); claimed.length > 0; claimed = await this.claim()) {
      for (const one of claimed) {
        // What is claimed and left is given at the end of its lease.
        if (stopping?.aborted) return warned;
        warned += (await this.warn(one)) ? 1 : 0;
      }
    }
    return warned;
  }

  /** Brings the rows after a calendar that has changed, batch by batch. */
  async recompute(agency: string): Promise<void> {
    let after = NIL;
    for (;;) {
      const rows = await this.database.run<RunningRow>(RUNNING, [agency, after, BATCH]);
      await this.move(agency, rows);
      const last = rows.at(-1);
      if (rows.length < BATCH || !last) return;
      after = last.id;
    }
  }

  private async move(agency: string, rows: readonly RunningRow[]): Promise<void> {
    const working = this.registry.working(agency);
    const moves: { readonly row: RunningRow; readonly to: Date | null }[] = [];
    for (const row of rows) {
      const { definition } = await this.registry.version(agency, row.service, row.definition);
      const to = statutoryAlarm(row.state, definition, working);
      if (to?.getTime() !== row.alarm_at.getTime()) moves.push({ row, to });
    }
    if (moves.length === 0) return;
    const columns = [moves.map(({ row }) => row.id), moves.map(({ to }) => to), moves.map(({ row }) => row.alarm_at)];
    await this.database.run(MOVE, [agency, ...columns]);
  }

  /** Until working hours: nobody is warned at night of what was due long ago. */
  private async postpone(agency: string, id: string): Promise<void> {
    const soon = new Date(this.clock.now().getTime() + LEASE_MS);
    await this.database.run(POSTPONE, [agency, id, this.registry.working(agency).nextOpening(soon)]).catch(() => undefined);
  }

  private claim(): Promise<DueCase[]> {
    const now = this.clock.now();
    const offices = this.registry.agencies().map((agency) => agency.code);
    return this.database.transaction((tx) => tx.run<DueCase>(CLAIM, [offices, now, BATCH, new Date(now.getTime() + LEASE_MS)]));
  }

  /** Through the same door as a person, so that the timeline shows it. */
  private async warn({ agency, id }: DueCase): Promise<boolean> {
    try {
      await this.database.transaction((tx) =>
        this.workflow.perform(tx, { principal: systemOf(agency), application: id, command: { type: 'warn' } }),
      );
      return true;
    } catch (error) {
      // The decision was made meanwhile, or another worker was first.
      if (isNotDue(error)) await this.postpone(agency, id);
      else if (!(error instanceof Refusal))
        this.logger.error({ application: id, error: error instanceof Error ? error.stack : String(error) });
      return false;
    }
  }
}

interface DueCase {
  readonly agency: string;
  readonly id: string;
}

interface RunningRow {
  readonly id: string;
  readonly service: string;
  readonly definition: string;
  readonly state: CaseState;
  readonly alarm_at: Date;
}
