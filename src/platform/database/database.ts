import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { DataSource, type QueryRunner } from 'typeorm';
import { EVIDENCE_NOTICE, readNotice, type RowChange } from '../evidence/ledger-entry.js';
import { holdingConnection } from './guarded-pool.js';
import type { Statement, Tx } from './tx.js';

/** Told of every statement that goes through `Tx.run` or `Database.read`: for counting them in tests and replaying them in benchmarks. */
export type StatementObserver = (
  connection: object,
  statement: Statement | 'begin' | 'commit' | 'rollback',
  params: readonly unknown[],
) => void;

/** Authenticates what a transaction has changed of the evidence, as the last thing before its commit. */
export type Certifier = (tx: Tx, changes: readonly RowChange[]) => Promise<void>;

const RETRYABLE = new Set(['40001', '40P01']);

/** The only place that opens a transaction. */
@Injectable()
export class Database {
  private observer: StatementObserver | undefined;
  private committed: ((job: string) => void) | undefined;
  private elsewhere: Tx | undefined;
  private certifier: Certifier | undefined;

  constructor(readonly source: DataSource) {}

  observe(observer: StatementObserver | undefined): void {
    this.observer = observer;
  }

  /** Who is told, after a commit, that it left rows for a round of background work. */
  onCommit(listener: (job: string) => void): void {
    this.committed = listener;
  }

  /** Who authenticates changes of evidence. */
  certifyBy(certifier: Certifier): void {
    this.certifier = certifier;
  }

  /** All work goes there from now on, and nothing of it to PostgreSQL: for making rows that are loaded in bulk. */
  divert(elsewhere: Tx): void {
    this.elsewhere = elsewhere;
  }

  /**
   * Runs work in one transaction: all of it or nothing. A deadlock that PostgreSQL broke is tried again, twice. The work reads and
   * writes by its `tx` alone: a second connection is refused to it (`SecondConnection`).
   */
  async transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    if (this.elsewhere) return work(this.elsewhere);
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.attempt(work);
      } catch (error) {
        if (attempt < 3 && RETRYABLE.has(codeOf(error) ?? '')) continue;
        throw error;
      }
    }
  }

  /** One named statement outside a transaction. */
  async run<Row extends object = Record<string, unknown>>(statement: Statement, params: readonly unknown[]): Promise<Row[]> {
    const runner = this.source.createQueryRunner();
    try {
      const client = (await runner.connect()) as PoolClient;
      this.observer?.(client, statement, params);
      return (await client.query<Row>({ ...statement, values: [...params] })).rows;
    } finally {
      await runner.release();
    }
  }

  private async attempt<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const runner = this.source.createQueryRunner();
    try {
      const client = (await runner.connect()) as PoolClient;
      const changes: RowChange[] = [];
      const collect = ({ code, message }: NoticeMessage) => void (code === EVIDENCE_NOTICE && changes.push(readNotice(message!)));
      client.on('notice', collect);
      await runner.startTransaction();
      this.observer?.(client, 'begin', []);
      try {
        const wakes = new Set<string>();
        const tx = this.tx(runner, client, wakes);
        const result = await holdingConnection(async () => {
          const answer = await work(tx);
          if (changes.length > 0) await this.certifier?.(tx, changes);
          return answer;
        });
        await runner.commitTransaction();
        this.observer?.(client, 'commit', []);
        for (const job of wakes) this.committed?.(job);
        return result;
      } catch (error) {
        if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
        this.observer?.(client, 'rollback', []);
        throw error;
      } finally {
        client.off('notice', collect);
      }
    } finally {
      await runner.release();
    }
  }

  private tx(runner: QueryRunner, client: PoolClient, wakes: Set<string>): Tx {
    return {
      em: runner.manager,
      run: async <Row extends object>(statement: Statement, params: readonly unknown[]) => {
        this.observer?.(client, statement, params);
        const { rows } = await client.query<Row>({ ...statement, values: params as unknown[] });
        if (statement.wakes !== undefined) wakes.add(statement.wakes);
        return rows;
      },
      wake: (job) => void wakes.add(job),
    };
  }
}

interface NoticeMessage {
  readonly code?: string | undefined;
  readonly message?: string | undefined;
}

/** SQLSTATE of an error that came from PostgreSQL. */
export function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
