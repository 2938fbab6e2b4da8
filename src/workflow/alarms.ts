import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import type { Principal } from '../kernel/principal.js';
import { Refusal } from '../kernel/refusal.js';
import { CONFIG, type Config } from '../platform/config/config.js';
import { isUnavailable } from '../platform/database/availability.js';
import { codeOf, Database } from '../platform/database/database.js';
import { statement } from '../platform/database/tx.js';
import { RecurringJobs } from '../platform/queue/recurring-jobs.js';
import { ALARMS_JOB, LOOK_EVERY_MS } from './alarms-job.js';
import { DefinitionRegistry } from './definition-registry.js';
import { WorkflowService } from './workflow.service.js';

/** Alarms of one claim, shared among the agencies. What is claimed by a worker that dies waits for the end of its lease. */
const BATCH = 64;
/** Cases that ring at the same time: half of the pool, so that requests on the same node have the other half. */
const LANES = 4;
/** Only the net below the workers' own timers, for when these have come to harm; a job of BullMQ costs ten times what a look does. */
const EVERY_MS = 5000;
/** Between two runs: what becomes due meanwhile is claimed in one go, at half the cost. A single alarm does not wait for it. */
const PAUSE_MS = 15;
/** A case that somebody holds is rung a little later, and one that fails much later. */
const BUSY_MS = 500;
const FAILED_MS = 60_000;
/** A worker that finds its alarm taken comes later from then on, until it gets one: not all of them at once for each. */
const STAND_BACK_MS = 40;
const LOCK_NOT_AVAILABLE = '55P03';

/** One round trip: leases what is due ($2) until $4, and says what rings after that. A row that is locked is being seen to. */
const CLAIM = statement(
  'alarm.claim',
  `with office as (
     select code from unnest($1::text[]) as office(code)
   ), due as (
     select task.agency, task.id, task.alarm_at from office cross join lateral (
       select agency, id, alarm_at from tasks
        where agency = office.code and status = 'open' and alarm_at is not null and alarm_at <= $2
        order by alarm_at limit $3 for update skip locked
     ) task
   ), claimed as (
     update tasks set alarm_at = $4 from due where tasks.agency = due.agency and tasks.id = due.id
     returning tasks.agency, tasks.id, due.alarm_at
   )
   select agency, id, alarm_at from claimed
   union all
   select null, null, min(upcoming.alarm_at) from office cross join lateral (
     select alarm_at from tasks where agency = office.code and status = 'open' and alarm_at is not null and alarm_at > $2
      order by alarm_at limit 1
   ) upcoming
   order by alarm_at`,
);

/** Only where the lease ($3) still holds: whoever has moved the alarm since knows better. */
const PUT_OFF = statement('alarm.put-off', `update tasks set alarm_at = $4 where agency = $1 and id = $2 and alarm_at = $3`);

/**
 * Rings the escalation ladders of tasks. The rows of open tasks are the only schedule: whoever wakes up finds what is due, and when
 * to wake up next. A lease keeps two workers from doing the same work; that a rung rings once is for `decide` to see to.
 */
@Injectable()
export class Alarms implements OnModuleInit {
  private readonly logger = new Logger('Alarms');
  private next: Date | undefined;
  private standBackMs = 0;

  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
    private readonly workflow: WorkflowService,
    private readonly clock: Clock,
    private readonly recurringJobs: RecurringJobs,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.recurringJobs.add({
      name: ALARMS_JOB,
      everyMs: EVERY_MS,
      pauseMs: PAUSE_MS,
      work: async (stopping) => void (await this.ringDue(stopping)),
      delayMs: () => this.againInMs(),
    });
  }

  /** Rings all that is due, several cases at a time, and answers how many rang; a case that fails is told of and holds up no other. */
  async ringDue(stopping?: AbortSignal): Promise<number> {
    const expected = this.next !== undefined && this.next <= this.clock.now();
    const due: DueTask[] = await this.claim();
    if (due.length > 0) this.standBackMs = 0;
    else if (expected) this.standBackMs = STAND_BACK_MS;
    let escalated = 0;
    let claiming: Promise<void> | undefined;
    const lane = async () => {
      while (!stopping?.aborted) {
        // What has become due meanwhile; a lane that waits for a slow case keeps the others from nothing.
        if (due.length === 0)
          await (claiming ??= this.claim()
            .then((more) => void due.push(...more))
            .finally(() => (claiming = undefined)));
        const task = due.shift();
        if (!task) return;
        if (await this.ring(task)) escalated++;
      }
    };
    await Promise.all(Array.from({ length: Math.min(LANES, due.length) }, lane));
    for (const task of due) await this.putOff(task, 0);
    return escalated;
  }

  private async claim(): Promise<DueTask[]> {
    const now = this.clock.now();
    const lease = new Date(now.getTime() + this.config.alarmLeaseMs);
    const offices = this.registry.agencies().map((agency) => agency.code);
    const each = Math.ceil(BATCH / Math.max(1, offices.length));
    const rows = await this.database.run<ClaimedRow>(CLAIM, [offices, now, each, lease]);
    this.next = rows.find((row) => row.id === null)?.alarm_at ?? undefined;
    return rows.flatMap(({ agency, id }) => (agency !== null && id !== null ? [{ agency, id, lease }] : []));
  }

  /** Through the same door as a person, so that the timeline shows it. */
  private async ring(task: DueTask): Promise<boolean> {
    const { agency, id } = task;
    try {
      await this.database.transaction((tx) =>
        this.workflow.perform(tx, { principal: systemOf(agency), command: { type: 'ring', task: id }, hurried: true }),
      );
      return true;
    } catch (error) {
      const busy = codeOf(error) === LOCK_NOT_AVAILABLE || isUnavailable(error);
      // Refused: the task was done meanwhile, or another worker was first.
      if (!busy && !(error instanceof Refusal))
        this.logger.error({ task: id, error: error instanceof Error ? error.stack : String(error) });
      await this.putOff(task, busy ? BUSY_MS : FAILED_MS, error);
      return false;
    }
  }

  /** Where this fails as well, the end of the lease does the same. */
  private async putOff({ agency, id, lease }: DueTask, forMs: number, error?: unknown): Promise<void> {
    const soon = new Date(this.clock.now().getTime() + forMs);
    // What is not due although its row says so waits for working hours.
    const at = isNotDue(error) ? this.registry.working(agency).nextOpening(soon) : soon;
    await this.database.run(PUT_OFF, [agency, id, lease, at]).catch(() => undefined);
  }

  /** A timer of this process is as exact as the machine is; nobody sleeps for longer than a look may take. */
  private againInMs(): number {
    const untilNext = this.next ? this.next.getTime() - this.clock.now().getTime() + 1 + this.standBackMs : LOOK_EVERY_MS;
    return Math.min(Math.max(untilNext, 1), LOOK_EVERY_MS);
  }
}

/** Whether the core refused since a level is not to be sent yet. */
export function isNotDue(error: unknown): boolean {
  return error instanceof Refusal && error.code === 'RUNG_NOT_DUE';
}

/** What a claim answers; without an id, when the next alarm rings. */
interface ClaimedRow {
  readonly agency: string | null;
  readonly id: string | null;
  readonly alarm_at: Date | null;
}

interface DueTask {
  readonly agency: string;
  readonly id: string;
  /** What its row says while it is claimed. */
  readonly lease: Date;
}

/** The system as an actor within one agency. */
export function systemOf(agency: string): Principal {
  return { agency, id: 'system', name: 'Terbit', kind: 'system', roles: [] };
}
