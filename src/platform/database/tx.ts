import type { EntityManager } from 'typeorm';

/** A statement that is planned once per connection; the name is its identity there. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  /** Name of the round that takes up the rows it leaves behind; woken once they are committed. */
  readonly wakes?: string;
}

/** Declares a named statement. */
export function statement(name: string, text: string, wakes?: string): Statement {
  return wakes === undefined ? { name, text } : { name, text, wakes };
}

/** An open transaction. Every function that writes takes one; none opens its own. */
export interface Tx {
  /** TypeORM's manager on the same connection, for what is not on the hot path. */
  readonly em: EntityManager;
  /** Runs a named statement on this transaction's connection. */
  run<Row extends object = Record<string, unknown>>(statement: Statement, params: readonly unknown[]): Promise<Row[]>;
  /** Wakes a round of background work once this is committed, where the statement alone does not tell. */
  wake(job: string): void;
}
