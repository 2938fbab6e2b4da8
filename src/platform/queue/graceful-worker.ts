import { WorkerHost } from '@nestjs/bullmq';
import { Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { WorkerOptions } from 'bullmq';
import { throttledWarning } from './throttled-warning.js';
import { queueReady } from './queue-ready.js';
import { closesWithin } from './closes-within.js';

/** A job of a worker that was killed is taken up again within seconds; a job may meet that as often as it likes. */
const PATIENCE = { lockDuration: 5000, stalledInterval: 4000, maxStalledCount: 1000 } as const;

/** Seconds between two looks into an empty queue: whoever adds a job tells of it, so that this is for the case that nobody heard. */
const DRAIN_DELAY_S = 60;

/** Nothing is kept of a job that ended: what became of it stands in our own tables. */
const FORGET = { removeOnComplete: { count: 0 }, removeOnFail: { count: 0 } } as const;

/** How long a worker may take over what it has in hand when its process stops; another one takes it up again. */
const CLOSE_MS = 3000;

/** Why a job is not done yet, and when it is to be tried again. */
export class RetryLater extends Error {
  constructor(
    readonly afterMs: number,
    why = 'later',
  ) {
    super(why);
    this.name = 'TryAgain';
  }
}

/** Options of every worker: `concurrency` jobs at once, tried again when a `TryAgain` says. */
export function workerOptions(concurrency: number): Omit<WorkerOptions, 'connection'> {
  const backoffStrategy = (_attempts: number, _type?: string, error?: Error) => (error instanceof RetryLater ? error.afterMs : 5000);
  return { concurrency, autorun: false, drainDelay: DRAIN_DELAY_S, ...PATIENCE, ...FORGET, settings: { backoffStrategy } };
}

/** Options of every job: tried until its processor says that it is done. */
export const JOB_OPTIONS = { attempts: 1_000_000, backoff: { type: 'custom' }, removeOnComplete: true, removeOnFail: true } as const;

/** A processor that stops with its process: it ends its jobs before the requests in flight lose their database. */
export abstract class GracefulWorker extends WorkerHost implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private began = false;

  private get log(): Logger {
    return new Logger(`Queue ${this.worker.name}`);
  }

  async onApplicationBootstrap(): Promise<void> {
    this.began = true;
    const report = throttledWarning(this.log);
    this.worker.on('error', report);
    await queueReady(this.worker);
    void this.worker.run().catch(report);
  }

  async beforeApplicationShutdown(): Promise<void> {
    // A start that failed has no worker yet, and its own reason to tell.
    if (!this.began) return;
    if (await closesWithin(CLOSE_MS, this.worker.close(), 'the worker', this.log)) return;
    await closesWithin(CLOSE_MS / 3, this.worker.close(true), 'the worker, by force,', this.log);
  }
}
