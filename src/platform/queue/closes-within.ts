import type { Logger } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for something that is being closed, but not for ever: a connection that went away may never say goodbye. Answers whether it did. */
export async function closesWithin(ms: number, closing: Promise<unknown>, what: string, logger: Logger): Promise<boolean> {
  const patience = new AbortController();
  const closed = await Promise.race([
    closing.then(
      () => true,
      () => true,
    ),
    sleep(ms, false, { signal: patience.signal }).catch(() => true),
  ]);
  patience.abort();
  if (!closed) logger.warn(`${what} did not close within ${ms} ms, and is left as it is`);
  return closed;
}
