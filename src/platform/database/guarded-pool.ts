import pg from 'pg';
import { AsyncLocalStorage } from 'node:async_hooks';

/** What the code of a transaction runs under. A promise may outlive its transaction: `open` says whether it still holds a connection. */
interface Mark {
  open: boolean;
}

const mark = new AsyncLocalStorage<Mark>();

/** A transaction holds one connection; one that waits for a second can wait for ever, since the others may do the same. */
export class SecondConnection extends Error {
  constructor() {
    super('A transaction asked the pool for a second connection: hand on its `tx`.');
  }
}

/** Runs work that holds a connection: until it is done, nothing in it gets another one. */
export async function holdingConnection<T>(work: () => Promise<T>): Promise<T> {
  const held: Mark = { open: true };
  try {
    return await mark.run(held, work);
  } finally {
    held.open = false;
  }
}

/** Throws where the caller runs in an open transaction. */
export function refuseSecondConnection(): void {
  if (mark.getStore()?.open) throw new SecondConnection();
}

type Connected = (error: Error | undefined, client: pg.PoolClient | undefined, done: (release?: unknown) => void) => void;

/** A pool that refuses a second connection to an open transaction, at once and always: waiting for one is how a pool locks itself up. */
export class GuardedPool extends pg.Pool {
  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<pg.PoolClient> | void {
    if (callback === undefined) return this.connected();
    try {
      refuseSecondConnection();
    } catch (error) {
      return callback(error as Error, undefined, () => undefined);
    }
    super.connect(callback);
  }

  private async connected(): Promise<pg.PoolClient> {
    refuseSecondConnection();
    return super.connect();
  }
}
