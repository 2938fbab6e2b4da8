import { InjectQueue, Processor } from '@nestjs/bullmq';
import { Inject, Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { Job, Queue } from 'bullmq';
import { CONFIG, type Config } from '../config/config.js';
import { codeOf } from '../database/database.js';
import { migrate } from '../database/migrate.js';
import { throttledWarning } from './throttled-warning.js';
import { GracefulWorker, workerOptions } from './graceful-worker.js';
import { queueReady } from './queue-ready.js';
import { RecurringJobs } from './recurring-jobs.js';
import { closesWithin } from './closes-within.js';

export const RECURRING_JOBS_QUEUE = 'rounds';

/** How soon the schedulers are there again after somebody has emptied the queues. */
const LOOK_MS = 10_000;
const CLOSE_MS = 2000;

/** What PostgreSQL says where the schema of the queues is gone: no schema, no table, no function. */
const NO_SCHEMA = new Set(['3F000', '42P01', '42883']);

/** A round whose interval is over, on whichever worker takes it. */
@Processor(RECURRING_JOBS_QUEUE, workerOptions(10))
export class RecurringJobsProcessor extends GracefulWorker {
  constructor(private readonly recurringJobs: RecurringJobs) {
    super();
  }

  process(job: Job): Promise<void> {
    return this.recurringJobs.run(job.name);
  }
}

/** Keeps BullMQ's job schedulers, one per round, in place. */
@Injectable()
export class RecurringJobsScheduler implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly complain = throttledWarning(new Logger('Rounds'));
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly recurringJobs: RecurringJobs,
    @InjectQueue(RECURRING_JOBS_QUEUE) private readonly queue: Queue,
    @Inject(CONFIG) private readonly config: Config & { readonly databaseUrl: string },
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.queue.on('error', this.complain);
    await queueReady(this.queue);
    // Not waited for: rows are worked on by wake-ups, whether or not the schedules are there.
    void this.schedule();
    this.timer = setInterval(() => void this.schedule(), LOOK_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await closesWithin(CLOSE_MS, this.queue.close(), 'the queue of rounds', new Logger('Rounds'));
  }

  private async schedule(): Promise<void> {
    try {
      for (const { name, everyMs } of this.recurringJobs.all()) {
        await this.queue.upsertJobScheduler(name, { every: everyMs }, { name, opts: { removeOnComplete: true, removeOnFail: true } });
      }
    } catch (error) {
      this.complain(error as Error);
      // Somebody dropped it: nothing was in there that the rows do not know.
      if (!NO_SCHEMA.has(codeOf(error) ?? '')) return;
      const { databaseOwnerUrl, databaseUrl } = this.config;
      await migrate(databaseOwnerUrl ?? databaseUrl, databaseUrl).catch(this.complain);
    }
  }
}
