/** What a PDF is not allowed to be where signatures are read: a sentence for the log, without the content of the file. */
export class PdfFault extends Error {}

export interface PdfName {
  readonly name: string;
}

/** A string as it stands in the file, with its place. */
export interface PdfString {
  readonly raw: string;
  readonly hex: boolean;
  /** Of the first delimiter, and behind the last. */
  readonly start: number;
  readonly end: number;
}

export interface PdfRef {
  readonly ref: number;
  readonly generation: number;
}

export type PdfDict = ReadonlyMap<string, RawPdfValue>;
export type RawPdfValue = number | boolean | null | PdfName | PdfString | PdfRef | readonly RawPdfValue[] | PdfDict;

/** An indirect object and where it stands. */
export interface PdfObject {
  readonly number: number;
  readonly value: RawPdfValue;
  readonly start: number;
  readonly end: number;
}

const DEEPEST = 50;
const KEYWORDS: ReadonlyMap<string, RawPdfValue> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/**
 * Reads the objects of a PDF (ISO 32000-2, 7.3) by strict rules: whatever two readers might read differently is refused, such as
 * comments between objects or a key that stands twice.
 */
export class PdfReader {
  constructor(
    private readonly text: string,
    public at: number,
  ) {}

  get ended(): boolean {
    return this.at >= this.text.length;
  }

  space(): void {
    while (this.at < this.text.length && '\0\t\n\f\r '.includes(this.text[this.at]!)) this.at++;
  }

  /** Whether these characters stand here; steps over them if so. */
  take(expected: string): boolean {
    if (!this.text.startsWith(expected, this.at)) return false;
    this.at += expected.length;
    return true;
  }

  must(expected: string): void {
    this.space();
    if (!this.take(expected)) throw new PdfFault(`"${expected}" is missing at ${this.at}`);
  }

  match(pattern: RegExp): RegExpExecArray | null {
    const sticky = new RegExp(pattern.source, 'y');
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.text);
    if (found) this.at += found[0].length;
    return found;
  }

  integer(): number {
    this.space();
    const found = this.match(/\d{1,10}(?![\d.])/);
    if (!found) throw new PdfFault(`a number is missing at ${this.at}`);
    return Number(found[0]);
  }

  /** An indirect object; a stream has to say its length itself. */
  object(): PdfObject {
    this.space();
    const start = this.at;
    const number = this.integer();
    if (this.integer() !== 0) throw new PdfFault(`object ${number} has a generation`);
    this.must('obj');
    const value = this.value();
    this.space();
    if (this.take('stream')) this.skipStream(value);
    this.must('endobj');
    return { number, value, start, end: this.at };
  }

  value(depth = 0): RawPdfValue {
    if (depth > DEEPEST) throw new PdfFault('objects are nested too deeply');
    this.space();
    if (this.take('<<')) return this.dict(depth);
    if (this.text[this.at] === '<') return this.hexString();
    if (this.text[this.at] === '(') return this.literal();
    if (this.take('[')) return this.array(depth);
    if (this.text[this.at] === '/') return { name: this.name() };
    const ref = this.match(/(\d{1,10})[\0\t\n\f\r ]+(\d{1,5})[\0\t\n\f\r ]+R(?![A-Za-z0-9])/);
    if (ref) return { ref: Number(ref[1]), generation: Number(ref[2]) };
    const number = this.match(/[+-]?(?:\d+\.?\d*|\.\d+)/);
    if (number) return Number(number[0]);
    const word = this.match(/[a-z]+/)?.[0];
    if (word === undefined || !KEYWORDS.has(word)) throw new PdfFault(`there is no object at ${this.at}`);
    return KEYWORDS.get(word)!;
  }

  private dict(depth: number): PdfDict {
    const entries = new Map<string, RawPdfValue>();
    for (;;) {
      this.space();
      if (this.take('>>')) return entries;
      const key = this.name();
      if (entries.has(key)) throw new PdfFault(`the key ${key} stands twice`);
      entries.set(key, this.value(depth + 1));
    }
  }

  private array(depth: number): RawPdfValue[] {
    const values: RawPdfValue[] = [];
    for (;;) {
      this.space();
      if (this.take(']')) return values;
      values.push(this.value(depth + 1));
    }
  }

  private name(): string {
    const found = this.match(/\/([^\0\t\n\f\r ()<>[\]{}/%]*)/);
    if (!found) throw new PdfFault(`a name is missing at ${this.at}`);
    return found[1]!.replace(/#([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
  }

  private hexString(): PdfString {
    const start = this.at;
    const found = this.match(/<([0-9A-Fa-f\0\t\n\f\r ]*)>/);
    if (!found) throw new PdfFault(`a string does not end, or is not hexadecimal, at ${start}`);
    return { raw: found[1]!, hex: true, start, end: this.at };
  }

  private literal(): PdfString {
    const start = this.at;
    let depth = 0;
    for (; !this.ended; this.at++) {
      const sign = this.text[this.at]!;
      if (sign === '\\') this.at++;
      else if (sign === '(') depth++;
      else if (sign === ')' && --depth === 0) {
        this.at++;
        return { raw: this.text.slice(start + 1, this.at - 1), hex: false, start, end: this.at };
      }
    }
    throw new PdfFault(`a string does not end: ${start}`);
  }

  private skipStream(value: RawPdfValue): void {
    if (!this.match(/\r?\n/)) throw new PdfFault('a stream does not begin on a line of its own');
    const length = isDict(value) ? value.get('Length') : undefined;
    if (typeof length !== 'number' || !Number.isInteger(length) || length < 0) throw new PdfFault('a stream does not say its length');
    this.at += length;
    this.must('endstream');
  }
}

export function isDict(value: RawPdfValue | undefined): value is PdfDict {
  return value instanceof Map;
}

export function isRef(value: RawPdfValue | undefined): value is PdfRef {
  return typeof value === 'object' && value !== null && 'ref' in value;
}

export function nameOf(value: RawPdfValue | undefined): string | undefined {
  return typeof value === 'object' && value !== null && 'name' in value ? value.name : undefined;
}

/** A value as PDF: the same text for the same value, wherever it stands and however its keys are ordered. */
export function canonicalPdf(value: RawPdfValue): string {
  if (isDict(value))
    return `<<${[...value]
      .map(([key, inner]) => `${written(key)} ${canonicalPdf(inner)}`)
      .sort()
      .join(' ')}>>`;
  if (Array.isArray(value)) return `[${value.map(canonicalPdf).join(' ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  if ('name' in value) return written(value.name);
  if ('ref' in value) return `${value.ref} ${value.generation} R`;
  const { hex, raw } = value as PdfString;
  return hex ? `<${raw.replace(/\s/g, '').toLowerCase()}>` : `(${raw})`;
}

function written(name: string): string {
  return `/${name.replace(/[^!-~]|[()<>[\]{}/%#]/g, (sign) => `#${sign.charCodeAt(0).toString(16).padStart(2, '0')}`)}`;
}
