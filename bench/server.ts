import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import pg from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../src/platform/database/embedded-postgres.js';

/**
 * A folder of one run, gone with its process. Not under .data: root's PostgreSQL runs as another user, who may not get in there. On
 * disk, where /tmp may be memory. What still runs when the process is interrupted is ended by the server's watchdog and the service's
 * exit hook.
 */
export function benchFolder(prefix = 'terbit-bench-'): string {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));
  const dir = mkdtempSync(`/var/tmp/${prefix}`);
  chmodSync(dir, 0o755);
  process.on('exit', () => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }));
  return dir;
}

/** The PostgreSQL of one run, with its default settings: every commit is on disk before it is answered. */
export class BenchServer {
  private constructor(private readonly postgres: EmbeddedPostgres) {}

  static async start(dir: string, settings: Readonly<Record<string, string>> = {}): Promise<BenchServer> {
    return new BenchServer(await startEmbeddedPostgres({ dir, settings }));
  }

  /** Where PostgreSQL keeps its files, and says which process it is. */
  get dataDir(): string {
    return this.postgres.dataDir;
  }

  urlOf(database: string): string {
    return this.postgres.urlFor(database);
  }

  /** A new database, empty or a copy of another one, which must have no connections. */
  async create(database: string, template?: string): Promise<string> {
    await this.run('postgres', `drop database if exists ${database}`);
    await this.run('postgres', `create database ${database}${template ? ` template ${template}` : ''}`);
    return this.urlOf(database);
  }

  async has(database: string): Promise<boolean> {
    return (await this.run('postgres', `select from pg_database where datname = '${database}'`)).length > 0;
  }

  /** It must have no connections. */
  async rename(database: string, to: string): Promise<string> {
    await this.run('postgres', `alter database ${database} rename to ${to}`);
    return this.urlOf(to);
  }

  /** Up-to-date statistics, so that every run plans alike, and nothing left over to be written during the measurement. */
  async settle(database: string): Promise<void> {
    await this.run(database, 'vacuum analyze');
    await this.checkpoint();
  }

  async checkpoint(): Promise<void> {
    await this.run('postgres', 'checkpoint');
  }

  /** How many rows each table holds, and a digest of the state, version and journal of every case: equal when the same was done. */
  async digest(database: string): Promise<string> {
    const tables = await this.run(database, `select tablename from pg_tables where schemaname = 'public' order by 1`);
    const counts = tables.map(
      ({ tablename }) => `select '${String(tablename)}' as name, count(*)::text as value from ${String(tablename)}`,
    );
    const cases = `select 'digest', md5(string_agg(concat_ws(' ', id, status, version, head_hash, state), ',' order by id)) from applications`;
    const rows = await this.run(database, [...counts, cases].join(' union all '));
    return rows.map(({ name, value }) => `${String(name)} ${String(value)}`).join(', ');
  }

  stop(): Promise<void> {
    return this.postgres.stop();
  }

  async run(database: string, sql: string): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: this.urlOf(database) });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  }
}
