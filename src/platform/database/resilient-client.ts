import pg from 'pg';

// A calendar date stays the text that it is (YYYY-MM-DD): as a moment it would depend on the zone of the process.
pg.types.setTypeParser(pg.types.builtins.DATE, (day) => day);

/**
 * A connection whose loss never ends the process. PostgreSQL may say goodbye in the same packet that makes a connection ready:
 * the pool has let go of it then, whoever asked for it does not listen yet, and an `error` that nobody hears ends a Node process.
 * The loss is not swallowed: the next statement on it fails, and the pool drops it.
 */
export class ResilientClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}
