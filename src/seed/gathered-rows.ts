import type { Row } from './statement-shape.js';

const PIECE_BYTES = 256 * 1024;
/** What one char of a string takes as UTF-8, at most. */
const CHAR_BYTES = 3;

/** Rows of one table as COPY takes them. Kept as bytes: as strings, the garbage collector would go through all of them again and again. */
export class GatheredRows {
  private readonly full: Buffer[] = [];
  private piece = Buffer.alloc(0);
  private used = 0;

  constructor(readonly columns: readonly string[]) {}

  /** Adds a row, and says how many bytes it takes. */
  add(row: Row): number {
    const line = lineOf(this.columns, row);
    if (line.length * CHAR_BYTES > this.piece.length - this.used) this.turnOver(line.length * CHAR_BYTES);
    const written = this.piece.write(line, this.used);
    this.used += written;
    return written;
  }

  /** Everything that was added, in order. */
  pieces(): Buffer[] {
    return this.used === 0 ? [...this.full] : [...this.full, this.piece.subarray(0, this.used)];
  }

  private turnOver(atLeast: number): void {
    if (this.used > 0) this.full.push(this.piece.subarray(0, this.used));
    this.piece = Buffer.allocUnsafeSlow(Math.max(PIECE_BYTES, atLeast));
    this.used = 0;
  }
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
