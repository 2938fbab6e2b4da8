import { Readable } from 'node:stream';
import type { Cell, Table } from './table.js';

/** Without it, Excel reads UTF-8 as Latin-1. */
const BOM = '\ufeff';

/**
 * A spreadsheet takes a cell that begins so for a formula, and runs it. Where lists have semicolons between their items, as in Indonesia,
 * or somebody chooses tabs, a cell begins behind each of these as well, and in a quoted line behind every break.
 */
const FORMULA = /(^|[;\t\r\n])([ \u00a0]*["']?[ \u00a0]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g;
/** Nor may a cell begin with what is cut off before it is read. */
const BLANK = /^[\t\r\n]/;

/** RFC 4180, for Excel and every other reader: the titles in the first row, formulas made harmless by a quote before them. */
export function csv({ columns, rows }: Table): Readable {
  return Readable.from(lines(columns, rows));
}

/** A line at a time would be most of what a long table costs. */
const CHUNK = 16_384;

async function* lines(columns: Table['columns'], rows: Table['rows']): AsyncGenerator<string> {
  let chunk = BOM + line(columns.map(({ title }) => title));
  for await (const row of rows) {
    chunk += line(row);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

export function line(cells: readonly Cell[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

/** A quote before a formula makes it a text. */
function harmless(value: string): string {
  const text = value.replace(FORMULA, `$1'$2`);
  return BLANK.test(text) ? `'${text}` : text;
}

function cell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = harmless(value);
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
