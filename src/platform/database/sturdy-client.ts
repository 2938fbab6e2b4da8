import pg from 'pg';

/**
 * A connection whose loss never ends the process. PostgreSQL may say goodbye in the same packet that makes a connection ready:
 * the pool has let go of it then, whoever asked for it does not listen yet, and an `error` that nobody hears ends a Node process.
 * The loss is not swallowed: the next statement on it fails, and the pool drops it.
 */
export class SturdyClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}
