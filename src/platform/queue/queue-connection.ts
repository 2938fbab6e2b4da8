import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { createPostgresBackend, setDefaultBackendFactory, type QueueOptions } from 'bullmq';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { doubledWait } from '../../kernel/waits.js';
import { CONFIG, type Config } from '../config/config.js';
import { StartProblem } from '../config/start-problem.js';
import { ResilientClient } from '../database/resilient-client.js';
import { QUEUE_SCHEMA } from './migrate-queue.js';
import { closesWithin } from './closes-within.js';

/** Every worker keeps one connection to be told of jobs; the rest is shared by all queues of the process. */
const LISTENING = 8;
const WORKING = 3;
const CLOSE_MS = 2000;

const CONNECT_TIMEOUT_MS = 15_000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1000;

/** Where the queues are: PostgreSQL, unless REDIS_URL is set. One process has one kind. */
@Injectable()
export class QueueConnection implements OnApplicationShutdown {
  private pool: pg.Pool | undefined;

  constructor(@Inject(CONFIG) private readonly config: Config & { readonly databaseUrl: string }) {}

  /**
   * To be called before the first queue is made: BullMQ keeps the kind of connection per process.
   * @throws StartProblem when PostgreSQL does not answer within `CONNECT_TIMEOUT_MS`
   */
  async options(): Promise<QueueOptions> {
    const { redisUrl, databaseUrl } = this.config;
    if (redisUrl) {
      setDefaultBackendFactory();
      return { connection: { url: redisUrl, maxRetriesPerRequest: null } };
    }
    setDefaultBackendFactory(createPostgresBackend);
    this.pool ??= new pg.Pool({
      connectionString: databaseUrl,
      max: LISTENING + WORKING,
      options: `-c search_path=${QUEUE_SCHEMA}`,
      application_name: 'terbit queues',
      keepAlive: true,
      Client: ResilientClient,
    });
    await this.reachable(this.pool);
    return { connection: this.pool };
  }

  /** BullMQ never asks again after a first connection that failed, so it gets its pool only once that works. */
  private async reachable(pool: pg.Pool): Promise<void> {
    const until = Date.now() + CONNECT_TIMEOUT_MS;
    for (let failures = 0; ; failures++) {
      try {
        await pool.query('select 1');
        return;
      } catch (error) {
        const pauseMs = doubledWait(FIRST_PAUSE_MS, failures, LONGEST_PAUSE_MS);
        if (Date.now() + pauseMs > until)
          throw new StartProblem(`The queues cannot reach PostgreSQL: ${(error as Error).message}`, { cause: error });
        await sleep(pauseMs);
      }
    }
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.pool) await closesWithin(CLOSE_MS, this.pool.end(), 'the pool of the queues', new Logger('Queues'));
  }
}
