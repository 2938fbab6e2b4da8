import { InjectQueue } from '@nestjs/bullmq';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { Clock } from '../../../kernel/clock.js';
import { Database } from '../../../platform/database/database.js';
import { throttledWarning } from '../../../platform/queue/throttled-warning.js';
import { JOB_OPTIONS } from '../../../platform/queue/graceful-worker.js';
import { RecurringJobs } from '../../../platform/queue/recurring-jobs.js';
import { queueReady } from '../../../platform/queue/queue-ready.js';
import { closesWithin } from '../../../platform/queue/closes-within.js';
import { DefinitionRegistry } from '../../../workflow/definition-registry.js';
import { OSS_MESSAGES_JOB, OVERDUE_MESSAGES } from './message-statements.js';

export const OSS_QUEUE = 'oss';

/** Which message is to be delivered; all that a job holds. */
export interface QueuedMessage extends Record<string, unknown> {
  readonly agency: string;
  readonly id: string;
  readonly id_izin: string;
  readonly round: number;
}

const EVERY_MS = 15_000;
const CLOSE_MS = 2000;
const BATCH = 500;

/** The queue of what OSS is to be told. The rows are the truth: a queue may be emptied at any time. */
@Injectable()
export class OssQueue implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly complain = throttledWarning(new Logger('Oss'));

  constructor(
    private readonly database: Database,
    private readonly recurringJobs: RecurringJobs,
    private readonly registry: DefinitionRegistry,
    private readonly clock: Clock,
    @InjectQueue(OSS_QUEUE) private readonly queue: Queue,
  ) {}

  onModuleInit(): void {
    this.queue.on('error', this.complain);
    this.recurringJobs.add({ name: OSS_MESSAGES_JOB, everyMs: EVERY_MS, pauseMs: 250, work: () => this.sweep() });
  }

  async onApplicationBootstrap(): Promise<void> {
    await queueReady(this.queue);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await closesWithin(CLOSE_MS, this.queue.close(), 'the queue for OSS', new Logger('Oss'));
  }

  /** Not waited for: a job that cannot be added now is added by a later sweep. */
  add(messages: readonly QueuedMessage[]): void {
    const jobs = messages.map((data) => ({ name: 'tell', data, opts: { ...JOB_OPTIONS, jobId: `${data.id}-${data.round}` } }));
    if (jobs.length > 0) this.queue.addBulk(jobs).catch(this.complain);
  }

  /** Adds the jobs that ought to be there; one that is there already stays one, by its id. */
  private async sweep(): Promise<void> {
    const offices = this.registry.agencies().map(({ code }) => code);
    this.add(await this.database.run<QueuedMessage>(OVERDUE_MESSAGES, [offices, this.clock.now(), BATCH]));
  }
}
