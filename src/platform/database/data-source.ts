import pg from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { GuardedPool } from './guarded-pool.js';
import { MIGRATIONS } from './migrations/migrations.js';
import { ResilientClient } from './resilient-client.js';

/** TypeORM's options for one database; the schema comes from migrations alone. */
export function dataSourceOptions(url: string, pool = 8): DataSourceOptions {
  return {
    type: 'postgres',
    driver: { ...pg, Pool: GuardedPool },
    url,
    migrations: MIGRATIONS,
    migrationsTableName: 'migrations',
    synchronize: false,
    // A database that hangs must not hang every request with it.
    extra: {
      max: pool,
      application_name: 'terbit',
      keepAlive: true,
      connectionTimeoutMillis: 15_000,
      statement_timeout: 30_000,
      Client: ResilientClient,
    },
  };
}

export function dataSource(url: string, pool?: number): DataSource {
  return new DataSource(dataSourceOptions(url, pool));
}
