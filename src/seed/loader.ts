import { once } from 'node:events';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { RowSink } from './office.js';
import type { Row } from './statement-shape.js';

/** So much is gathered before it goes to PostgreSQL, all tables together. */
const BATCH_CHARS = 24 * 1024 * 1024;

interface Gathered {
  readonly columns: readonly string[];
  lines: string[];
}

/**
 * Rows on their way into their tables by COPY, batch by batch: while PostgreSQL takes one, the next is being made. Everything goes
 * over one connection, in its transaction.
 */
export class Loader implements RowSink {
  private gathered = new Map<string, Gathered>();
  private chars = 0;
  private loading: Promise<void> = Promise.resolve();
  private readonly counts = new Map<string, number>();
  bytes = 0;

  /** `columns`: what each table has. */
  constructor(
    private readonly client: pg.Client,
    private readonly columns: ReadonlyMap<string, readonly TableColumn[]>,
  ) {}

  add(table: string, row: Row): void {
    let gathered = this.gathered.get(table);
    if (!gathered) this.gathered.set(table, (gathered = { columns: this.columnsFor(table, row), lines: [] }));
    const line = lineOf(gathered.columns, row);
    gathered.lines.push(line);
    this.chars += line.length;
    this.counts.set(table, (this.counts.get(table) ?? 0) + 1);
  }

  get rows(): ReadonlyMap<string, number> {
    return this.counts;
  }

  /** Sends what is gathered when it is enough; waits only for the batch before it. */
  async relieve(): Promise<void> {
    if (this.chars >= BATCH_CHARS) await this.send();
  }

  /** Sends the rest, and waits for all of it. */
  async finish(): Promise<void> {
    await this.send();
    await this.loading;
  }

  private async send(): Promise<void> {
    await this.loading;
    const batch = this.gathered;
    this.gathered = new Map([...batch].map(([table, { columns }]) => [table, { columns, lines: [] }]));
    this.chars = 0;
    this.loading = this.load(batch);
    // Told when it is waited for.
    this.loading.catch(() => undefined);
  }

  private async load(batch: ReadonlyMap<string, Gathered>): Promise<void> {
    for (const [table, { columns, lines }] of batch) {
      if (lines.length === 0) continue;
      const stream = this.client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`));
      const done = once(stream, 'finish');
      // By pieces: one text of all of it would be copied as a whole once more.
      for (let start = 0; start < lines.length; start += 500) {
        const piece = Buffer.from(lines.slice(start, start + 500).join(''));
        this.bytes += piece.length;
        if (!stream.write(piece)) await once(stream, 'drain');
      }
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

/** One line of COPY's text format. */
function lineOf(columns: readonly string[], row: Row): string {
  let line = '';
  for (const column of columns) line += line === '' ? cellOf(row[column]) : `\t${cellOf(row[column])}`;
  return `${line}\n`;
}

const SPECIAL = /[\\\n\r\t]/g;
const ESCAPED: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '\\N';
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString('hex')}`;
  // The least that COPY would not take as it is; most cells are ids, words and JSON without any of it.
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /[\\\n\r\t]/.test(text) ? text.replace(SPECIAL, (sign) => ESCAPED[sign]!) : text;
}
