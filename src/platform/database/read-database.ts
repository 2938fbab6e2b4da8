import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type pg from 'pg';
import { CONFIG, type Config } from '../config/config.js';
import { Database } from './database.js';
import { GuardedPool } from './guarded-pool.js';
import { ResilientClient } from './resilient-client.js';
import type { Statement } from './tx.js';

/** Reports are few, and each may take a connection for long. */
const CONNECTIONS = 4;

/**
 * Where reports and exports are read: from the replica where there is one, so that the office does not feel them; otherwise from the
 * database itself. What is read may be a moment old. Nobody can write here.
 */
@Injectable()
export class ReadDatabase implements OnModuleDestroy {
  private readonly replica: pg.Pool | undefined;

  constructor(
    private readonly database: Database,
    @Inject(CONFIG) { databaseReplicaUrl }: Config,
  ) {
    if (databaseReplicaUrl === undefined) return;
    this.replica = new GuardedPool({
      connectionString: databaseReplicaUrl,
      max: CONNECTIONS,
      application_name: 'terbit-reports',
      keepAlive: true,
      connectionTimeoutMillis: 15_000,
      statement_timeout: 60_000,
      options: '-c default_transaction_read_only=on',
      Client: ResilientClient,
    });
    // A connection that breaks while nobody uses it is replaced by the next one.
    this.replica.on('error', () => undefined);
  }

  /** One named statement. */
  async read<Row extends object = Record<string, unknown>>(statement: Statement, params: readonly unknown[]): Promise<Row[]> {
    if (!this.replica) return this.database.run<Row>(statement, params);
    return (await this.replica.query<Row>({ name: statement.name, text: statement.text, values: [...params] })).rows;
  }

  async onModuleDestroy(): Promise<void> {
    await this.replica?.end();
  }
}
