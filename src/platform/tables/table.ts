import { maskedText } from '../../kernel/mask.js';

/** What stands in a cell; a date stands as text, as it is to be read. */
export type Cell = string | number | null;

/** A column of a printed or exported table. */
export interface Column {
  readonly title: string;
  /** Width in characters, for media that have one. */
  readonly width: number;
}

/** A table as every medium takes it (CSV, XLSX, print): what it is, its columns, and its rows as they are read. */
export interface Table {
  readonly title: string;
  /** Whose it is and which part of it, line by line. */
  readonly lines: readonly string[];
  /** As of when it was read. */
  readonly at: Date;
  readonly columns: readonly Column[];
  /** Read as they are written: a table of any length takes the room of one batch. */
  readonly rows: AsyncIterable<readonly Cell[]>;
}

/** The same table for who reads without personal data. */
export function maskedTable(table: Table, nextMask: NextMask): Table {
  return { ...table, rows: maskedRows(table.rows, nextMask) };
}

/** The mask for the rows that were read since the last call, from the one before. */
type NextMask = (before: (text: string) => string) => Promise<(text: string) => string>;

async function* maskedRows(rows: Table['rows'], nextMask: NextMask): AsyncGenerator<readonly Cell[]> {
  let mask = maskedText;
  for await (const row of rows) {
    mask = await nextMask(mask);
    yield row.map((cell) => (typeof cell === 'string' ? mask(cell) : cell));
  }
}
