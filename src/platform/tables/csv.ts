import { Readable } from 'node:stream';
import type { Cell, Table } from './table.js';

/** Without it, Excel reads UTF-8 as Latin-1. */
const BOM = '\ufeff';

/** A spreadsheet takes a cell that begins so for a formula, and runs it. */
const FORMULA = /^[=+\-@\t\r]/;

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

function cell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
