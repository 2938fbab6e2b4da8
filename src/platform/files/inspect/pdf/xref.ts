import { TooMuch, type Budget } from './budget.js';
import { PdfParser } from './parser.js';
import { unpackStream, type Resolve } from './streams.js';
import { Dict, isArray, Keyword, type ParsedPdfValue, type PdfValue } from './values.js';
import { RefusedPdf } from './verdict.js';

/** Where an object stands: at an offset of the file, or in an object stream. */
export type XrefEntry = { readonly at: number } | { readonly stream: number; readonly index: number };

/** What the cross-reference sections say, the newest first. */
export interface Xref {
  /** Every place that counts for an object: more than one only where one section says it twice. */
  readonly entries: Map<number, XrefEntry[]>;
  readonly trailers: readonly Dict[];
  /** It does not hold together: readers repair the file, each in a way of its own. */
  readonly broken: boolean;
}

const MOST_SECTIONS = 2000;
/** Poppler looks for `startxref` no further from the end. */
const TAIL = 1024;
const STARTXREF = Buffer.from('startxref');

/** Follows `startxref`, tables, streams, `/Prev` and `/XRefStm` as readers do. */
export class XrefReader {
  private readonly entries = new Map<number, XrefEntry[]>();
  /** The revision that decides on an object, free ones included. */
  private readonly decided = new Map<number, number>();
  private readonly trailers: Dict[] = [];
  private readonly seen = new Set<number>();
  private broken = false;

  constructor(
    private readonly bytes: Buffer,
    private readonly base: number,
    private readonly budget: Budget,
  ) {}

  read(): Xref {
    const queue = this.start();
    for (let revision = 0; queue.length > 0; revision++) {
      if (this.seen.size > MOST_SECTIONS) throw new RefusedPdf('PDF_UNREADABLE');
      const previous = this.section(queue.shift()!, revision);
      if (previous !== undefined) queue.push(previous);
    }
    return { entries: this.entries, trailers: this.trailers, broken: this.broken };
  }

  private start(): number[] {
    const found = this.bytes.lastIndexOf(STARTXREF);
    if (found < 0) {
      this.broken = true;
      return [];
    }
    if (found < this.bytes.length - TAIL) this.broken = true;
    const parser = new PdfParser(this.bytes, found + STARTXREF.length, this.budget);
    const offset = parser.lexer.next();
    return this.isOffset(offset) ? [offset] : this.break([]);
  }

  /** Reads a section and what belongs to its revision; the offset of the revision before. */
  private section(offset: number, revision: number, hybrid = false): number | undefined {
    if (this.seen.has(offset)) return this.break(undefined);
    this.seen.add(offset);
    const parser = new PdfParser(this.bytes, this.base + offset, this.budget);
    const trailer = parser.lexer.skip() === 0x78 ? this.table(parser, revision) : this.stream(parser, revision); // x
    if (!trailer) return this.break(undefined);
    this.trailers.push(trailer);
    if (['Prev', 'XRefStm', 'Root', 'Encrypt'].some((key) => trailer.all(key).length > 1)) this.broken = true;
    const [previous, besides] = [trailer.get('Prev'), trailer.get('XRefStm')];
    if (besides !== undefined) {
      if (!this.isOffset(besides) || hybrid) this.broken = true;
      else if (this.section(besides, revision, true) !== undefined) this.broken = true;
    }
    if (previous === undefined || previous === null) return undefined;
    return this.isOffset(previous) ? previous : this.break(undefined);
  }

  private table(parser: PdfParser, revision: number): Dict | undefined {
    const { lexer } = parser;
    const keyword = lexer.next();
    if (!(keyword instanceof Keyword) || keyword.text !== 'xref') return undefined;
    for (let first = lexer.next(); typeof first === 'number'; first = lexer.next()) {
      const count = lexer.next();
      if (typeof count !== 'number' || !Number.isInteger(first) || !Number.isInteger(count)) return undefined;
      for (let i = 0; i < count; i++) {
        const [offset, gen, kind] = [lexer.next(), lexer.next(), lexer.next()];
        if (typeof offset !== 'number' || typeof gen !== 'number' || !(kind instanceof Keyword)) return undefined;
        // A table that counts from 1 where it means 0: readers set it right.
        if (i === 0 && first === 1 && kind.text === 'f' && gen === 65_535) [first, this.broken] = [0, true];
        if (kind.text === 'n') this.add(first + i, { at: this.base + offset }, revision);
        else if (kind.text === 'f') this.add(first + i, undefined, revision);
        else return undefined;
      }
    }
    // The loop ended at `trailer`.
    const { value, malformed } = parser.object();
    if (malformed || !(value instanceof Dict)) return undefined;
    return value;
  }

  private stream(parser: PdfParser, revision: number): Dict | undefined {
    if (!parser.header()) return undefined;
    const parsed = parser.object();
    if (!(parsed.value instanceof Dict) || parsed.streamAt === undefined || parsed.malformed) return undefined;
    const rows = this.rows(parsed);
    if (!rows) return undefined;
    for (const { num, type, field, index } of rows) {
      if (type === 0) this.add(num, undefined, revision);
      else if (type === 1) this.add(num, { at: this.base + field }, revision);
      else if (type === 2) this.add(num, { stream: field, index }, revision);
      else this.broken = true;
    }
    return parsed.value;
  }

  /** One that cannot be unpacked leads readers nowhere, and they repair the file. */
  private rows(parsed: ParsedPdfValue): XrefRow[] | undefined {
    try {
      return xrefRows(unpackStream(this.bytes, parsed, directOnly, this.budget), parsed.value as Dict, this.budget);
    } catch (error) {
      if (error instanceof TooMuch || !(error instanceof RefusedPdf)) throw error;
      return undefined;
    }
  }

  private add(num: number, entry: XrefEntry | undefined, revision: number): void {
    const decided = this.decided.get(num);
    if (decided !== undefined && decided !== revision) return;
    this.decided.set(num, revision);
    if (!entry) return;
    const known = this.entries.get(num);
    if (known) known.push(entry);
    else this.entries.set(num, [entry]);
  }

  private isOffset(value: PdfValue | undefined): value is number {
    return typeof value === 'number' && Number.isInteger(value) && value >= 0 && this.base + value < this.bytes.length;
  }

  private break<T>(value: T): T {
    this.broken = true;
    return value;
  }
}

export interface XrefRow {
  readonly num: number;
  readonly type: number;
  /** Offset, or number of the object stream. */
  readonly field: number;
  readonly index: number;
}

/** The rows of a cross-reference stream; undefined where its dictionary does not say how to read them, or there are fewer than it says. */
export function xrefRows(data: Buffer, dict: Dict, budget: Budget): XrefRow[] | undefined {
  const [widths, size] = [dict.get('W'), dict.get('Size')];
  const index = dict.get('Index') ?? [0, size ?? 0];
  if (!isWidths(widths) || !isArray(index) || !index.every(isCount)) return undefined;
  const [typeBytes, fieldBytes, indexBytes] = widths as [number, number, number];
  const length = typeBytes + fieldBytes + indexBytes;
  if (length === 0) return undefined;
  const rows: XrefRow[] = [];
  let at = 0;
  for (let i = 0; i + 1 < index.length; i += 2) {
    const [first, count] = [index[i] as number, index[i + 1] as number];
    if (count * length > data.length - at) return undefined;
    budget.spend(count * length);
    for (let n = 0; n < count; n++, at += length) {
      const type = typeBytes === 0 ? 1 : numberAt(data, at, typeBytes);
      const field = numberAt(data, at + typeBytes, fieldBytes);
      rows.push({ num: first + n, type, field, index: numberAt(data, at + typeBytes + fieldBytes, indexBytes) });
    }
  }
  return rows;
}

const isCount = (value: PdfValue): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0;
const isWidths = (value: PdfValue | undefined): boolean =>
  isArray(value) && value.length >= 3 && value.slice(0, 3).every((each) => isCount(each) && each <= 8);

function numberAt(data: Buffer, at: number, width: number): number {
  let value = 0;
  for (let i = 0; i < width; i++) value = value * 256 + data[at + i]!;
  return value;
}

/** Before the cross-reference is read there is nothing that a reference could be followed by. */
const directOnly: Resolve = (value) => (value === undefined ? [] : [value]);
