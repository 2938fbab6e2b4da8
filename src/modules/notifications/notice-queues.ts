import { InjectQueue } from '@nestjs/bullmq';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../../platform/database/database.js';
import { throttledWarning } from '../../platform/queue/throttled-warning.js';
import { queueReady } from '../../platform/queue/queue-ready.js';
import { closesWithin } from '../../platform/queue/closes-within.js';
import { JOB_OPTIONS } from '../../platform/queue/graceful-worker.js';
import { RecurringJobs } from '../../platform/queue/recurring-jobs.js';
import { OUTWARD, type OutwardChannel } from './notice-kinds.js';
import { NOTICES_JOB, OVERDUE_NOTICES } from './notice-statements.js';

/** Which notice to deliver; all that a job holds. */
export interface QueuedNotice {
  readonly agency: string;
  readonly id: string;
  readonly channel: OutwardChannel;
  readonly recipient: string;
  readonly round: number;
}

export const queueOf = (channel: OutwardChannel): string => `notices-${channel}`;

const EVERY_MS = 15_000;
const CLOSE_MS = 2000;
/** A job that is this late was lost, or waits behind many: adding it once more does no harm, since its id is the same. */
const LATE_MS = 60_000;
const BATCH = 500;
const MOST_BATCHES = 40;

/** The queues of external notices, one per channel. The rows are the truth; a queue may be emptied at any time. */
@Injectable()
export class NoticeQueues implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly complain = throttledWarning(new Logger('Notices'));
  private readonly queues: Readonly<Record<OutwardChannel, Queue>>;

  constructor(
    private readonly database: Database,
    private readonly recurringJobs: RecurringJobs,
    private readonly clock: Clock,
    @InjectQueue(queueOf('email')) email: Queue,
    @InjectQueue(queueOf('gateway')) gateway: Queue,
    @InjectQueue(queueOf('webhook')) webhook: Queue,
  ) {
    this.queues = { email, gateway, webhook };
  }

  onModuleInit(): void {
    for (const queue of Object.values(this.queues)) queue.on('error', this.complain);
    this.recurringJobs.add({ name: NOTICES_JOB, everyMs: EVERY_MS, pauseMs: 250, work: (stopping) => this.sweep(stopping) });
  }

  async onApplicationBootstrap(): Promise<void> {
    await Promise.all(Object.values(this.queues).map(queueReady));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(
      Object.values(this.queues).map((queue) => closesWithin(CLOSE_MS, queue.close(), `the queue ${queue.name}`, new Logger('Notices'))),
    );
  }

  /** Not waited for: a job that cannot be added now is added by a later sweep. */
  add(notices: readonly QueuedNotice[]): void {
    for (const channel of OUTWARD) {
      const jobs = notices
        .filter((notice) => notice.channel === channel)
        .map((notice) => ({ name: 'deliver', data: notice, opts: { ...JOB_OPTIONS, jobId: `${notice.id}-${notice.round}` } }));
      if (jobs.length > 0) this.queues[channel].addBulk(jobs).catch(this.complain);
    }
  }

  /** Adds the jobs that ought to be there and may not be. */
  private async sweep(stopping: AbortSignal): Promise<void> {
    for (let batch = 0; batch < MOST_BATCHES && !stopping.aborted; batch++) {
      const now = this.clock.now();
      const late = await this.database.run<QueuedNotice>(OVERDUE_NOTICES, [new Date(now.getTime() - LATE_MS), now, BATCH]);
      this.add(late);
      if (late.length < BATCH) return;
    }
  }
}
