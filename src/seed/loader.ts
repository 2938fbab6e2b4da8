import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { GatheredRows } from './gathered-rows.js';
import type { RowSink } from './office.js';
import type { Row } from './statement-shape.js';

/** So much is gathered before it goes to PostgreSQL, all tables together. */
const BATCH_BYTES = 16 * 1024 * 1024;

/**
 * Rows on their way into their tables by COPY, batch by batch: while PostgreSQL takes one, the next is being made. Everything goes
 * over one connection, in its transaction.
 */
export class Loader implements RowSink {
  private gathered = new Map<string, GatheredRows>();
  private readonly counts = new Map<string, number>();
  private loading: Promise<void> = Promise.resolve();
  private sent = 0;
  bytes = 0;

  /** `columns`: what each table has. */
  constructor(
    private readonly client: pg.Client,
    private readonly columns: ReadonlyMap<string, readonly TableColumn[]>,
  ) {}

  add(table: string, row: Row): void {
    let gathered = this.gathered.get(table);
    if (!gathered) this.gathered.set(table, (gathered = new GatheredRows(this.columnsFor(table, row))));
    this.bytes += gathered.add(row);
    this.counts.set(table, (this.counts.get(table) ?? 0) + 1);
  }

  get rows(): ReadonlyMap<string, number> {
    return this.counts;
  }

  /** Lets the connection have its turn, and sends what is gathered when it is enough; waits only for the batch before it. */
  async relieve(): Promise<void> {
    await setImmediate();
    if (this.bytes - this.sent >= BATCH_BYTES) await this.send();
  }

  /** Sends the rest, and waits for all of it. */
  async finish(): Promise<void> {
    await this.send();
    await this.loading;
  }

  private async send(): Promise<void> {
    await this.loading;
    const batch = this.gathered;
    this.gathered = new Map([...batch].map(([table, { columns }]) => [table, new GatheredRows(columns)]));
    this.sent = this.bytes;
    this.loading = this.load(batch);
    // Told when it is waited for.
    this.loading.catch(() => undefined);
  }

  private async load(batch: ReadonlyMap<string, GatheredRows>): Promise<void> {
    for (const [table, gathered] of batch) {
      const pieces = gathered.pieces();
      if (pieces.length === 0) continue;
      const stream = this.client.query(copyFrom(`copy ${table} (${gathered.columns.join(', ')}) from stdin`));
      const done = once(stream, 'finish');
      for (const piece of pieces) if (!stream.write(piece)) await once(stream, 'drain');
      stream.end();
      await done;
    }
  }

  /** Every column but those that the database fills in by itself, unless the rows bring them. */
  private columnsFor(table: string, row: Row): readonly string[] {
    const known = this.columns.get(table);
    if (!known) throw new Error(`there is no table ${table}`);
    const strange = Object.keys(row).find((column) => !known.some(({ name }) => name === column));
    if (strange !== undefined) throw new Error(`the table ${table} has no column ${strange}`);
    return known.filter(({ name, hasDefault }) => name in row || !hasDefault).map(({ name }) => name);
  }
}

/** A column of a table; with a default, or computed, PostgreSQL fills it in. */
export interface TableColumn {
  readonly name: string;
  readonly hasDefault: boolean;
}
