import type { Queue, Worker } from 'bullmq';
import pg from 'pg';
import { StartProblem } from '../config/start-problem.js';

/**
 * Waits until a queue or worker on PostgreSQL has its connection. BullMQ remembers a first connection that failed and never tries again:
 * the process would look well and do no work, so it ends instead, and its supervisor starts it anew. Redis is not waited for, since its
 * client connects again by itself.
 * @throws StartProblem
 */
export async function queueReady(of: Queue | Worker): Promise<void> {
  if (!(of.opts.connection instanceof pg.Pool)) return;
  try {
    await of.waitUntilReady();
  } catch (error) {
    throw new StartProblem(`The queue "${of.name}" lost its connection to PostgreSQL while it started: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
