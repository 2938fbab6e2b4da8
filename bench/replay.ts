import pg from 'pg';
import type { RecordedCase } from './recording.js';

/** As many as the service's own pool has: only the framework is to be missing. */
const POOL = 8;

/**
 * Sends recorded cases by plain `pg`, as many at a time as there are clients, for a while; answers transactions per second.
 * What is left by then is sent without a watch, so that the whole can be compared with what was recorded.
 */
export async function replay(databaseUrl: string, cases: readonly RecordedCase[], clients: number, ms: number): Promise<number> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: POOL });
  pool.on('error', () => undefined);
  try {
    const connected = await Promise.all(Array.from({ length: POOL }, () => pool.connect()));
    connected.forEach((client) => client.release());
    const left = [...cases];
    const began = performance.now();
    const steps = await work(pool, left, clients, began + ms);
    const seconds = (performance.now() - began) / 1000;
    await work(pool, left, POOL, Infinity);
    return steps / seconds;
  } finally {
    await pool.end();
  }
}

/** Case after case, each in its order, until nothing is left or the time is over; unfinished cases are put back. */
async function work(pool: pg.Pool, left: RecordedCase[], clients: number, end: number): Promise<number> {
  let steps = 0;
  const one = async () => {
    for (let transactions = left.shift(); transactions; transactions = left.shift()) {
      for (const [index, transaction] of transactions.entries()) {
        if (performance.now() >= end) return void left.unshift(transactions.slice(index));
        await send(pool, transaction);
        steps++;
      }
    }
  };
  await Promise.all(Array.from({ length: clients }, one));
  return steps;
}

async function send(pool: pg.Pool, transaction: RecordedCase[number]): Promise<void> {
  const client = await pool.connect();
  try {
    for (const { name, text, values } of transaction) await client.query({ name, text, values: values as unknown[] });
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
}
