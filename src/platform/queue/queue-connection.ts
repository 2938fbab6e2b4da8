import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { createPostgresBackend, setDefaultBackendFactory, type QueueOptions } from 'bullmq';
import pg from 'pg';
import { CONFIG, type Config } from '../config/config.js';
import { SturdyClient } from '../database/sturdy-client.js';
import { QUEUE_SCHEMA } from './migrate-queue.js';
import { within } from './within.js';

/** Every worker keeps one connection to be told of jobs; the rest is shared by all queues of the process. */
const LISTENING = 8;
const WORKING = 3;
const CLOSE_MS = 2000;

/** Where the queues are: PostgreSQL, unless REDIS_URL is set. One process has one kind. */
@Injectable()
export class QueueConnection implements OnApplicationShutdown {
  private pool: pg.Pool | undefined;

  constructor(@Inject(CONFIG) private readonly config: Config & { readonly databaseUrl: string }) {}

  /** To be called before the first queue is made: BullMQ keeps the kind of connection per process. */
  options(): QueueOptions {
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
      Client: SturdyClient,
    });
    return { connection: this.pool };
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.pool) await within(CLOSE_MS, this.pool.end(), 'the pool of the queues', new Logger('Queues'));
  }
}
