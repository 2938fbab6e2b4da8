import type { Budget } from './budget.js';
import { isNumberStart, Lexer } from './lexer.js';
import { Dict, Keyword, Name, Ref, type ParsedPdfValue, type PdfValue } from './values.js';
import { RefusedPdf } from './verdict.js';

/** No program nests deeper; readers give up at 500. */
const MOST_NESTED = 200;

/** Parses objects as readers do: what does not fit is skipped, and the object is marked as malformed. */
export class PdfParser {
  readonly lexer: Lexer;
  private malformed = false;

  constructor(bytes: Uint8Array, at: number, budget: Budget) {
    this.lexer = new Lexer(bytes, at, budget);
  }

  /** The object that begins here, and whether a stream follows it. */
  object(): ParsedPdfValue {
    this.malformed = false;
    const value = this.value(0) ?? null;
    if (value instanceof Keyword) return { value, malformed: this.malformed };
    if (!(value instanceof Dict)) return { value, malformed: this.malformed };
    const after = this.lexer.at;
    const next = this.lexer.skip() === 0x73 ? this.lexer.next() : undefined; // s
    if (!(next instanceof Keyword) || !next.text.startsWith('stream')) {
      this.lexer.at = after;
      return { value, malformed: this.malformed };
    }
    // Where letters follow at once, readers differ in whether it is one.
    if (next.text !== 'stream') return { value, malformed: true };
    this.lexer.skipLine();
    return { value, streamAt: this.lexer.at, malformed: this.malformed };
  }

  /** `num gen obj` at this place; undefined where anything else stands. */
  header(): { readonly num: number; readonly gen: number } | undefined {
    const num = this.lexer.next();
    const gen = typeof num === 'number' ? this.lexer.next() : undefined;
    const keyword = typeof gen === 'number' ? this.lexer.next() : undefined;
    if (!(keyword instanceof Keyword) || keyword.text !== 'obj' || !Number.isInteger(num)) return undefined;
    return { num: num as number, gen: gen as number };
  }

  private value(depth: number): PdfValue | undefined {
    if (depth > MOST_NESTED) throw new RefusedPdf('PDF_UNREADABLE');
    const token = this.lexer.next();
    if (typeof token === 'number') return this.numberOrRef(token);
    if (!(token instanceof Keyword)) return token;
    if (token.text === '<<') return this.dict(depth);
    if (token.text === '[') return this.array(depth);
    if (token.text === 'true' || token.text === 'false') return token.text === 'true';
    return token.text === 'null' ? null : token;
  }

  private numberOrRef(num: number): PdfValue {
    if (!Number.isInteger(num) || num < 0) return num;
    const { lexer } = this;
    const after = lexer.at;
    if (isNumberStart(lexer.skip())) {
      const gen = lexer.next();
      if (Number.isInteger(gen) && lexer.skip() === 0x52) {
        const keyword = lexer.next();
        if (keyword instanceof Keyword && keyword.text === 'R') return new Ref(num);
        // Where letters follow at once, readers differ.
        this.malformed = true;
      }
    }
    lexer.at = after;
    return num;
  }

  private dict(depth: number): Dict {
    const pairs: [string, PdfValue][] = [];
    for (;;) {
      const key = this.lexer.next();
      if (key instanceof Keyword && key.text === '>>') return new Dict(pairs);
      if (key === undefined || endsObject(key)) break;
      if (!(key instanceof Name)) {
        this.malformed = true;
        continue;
      }
      const value = this.value(depth + 1);
      if (value === undefined || endsObject(value)) break;
      if (value instanceof Keyword) {
        this.malformed = true;
        if (value.text === '>>') return new Dict(pairs);
      } else pairs.push([key.text, value]);
    }
    this.malformed = true;
    return new Dict(pairs);
  }

  private array(depth: number): PdfValue[] {
    const values: PdfValue[] = [];
    for (;;) {
      const value = this.value(depth + 1);
      if (value instanceof Keyword && value.text === ']') return values;
      if (value === undefined || endsObject(value)) break;
      if (value instanceof Keyword) this.malformed = true;
      else values.push(value);
    }
    this.malformed = true;
    return values;
  }
}

function endsObject(value: unknown): boolean {
  return value instanceof Keyword && ['endobj', 'obj', 'stream', 'endstream', 'xref', 'trailer', 'startxref'].includes(value.text);
}
