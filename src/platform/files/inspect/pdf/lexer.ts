import type { Budget } from './budget.js';
import { Keyword, Name, Text } from './values.js';

export type Token = number | Name | Text | Keyword;

/** 1 for white space, 2 for delimiters: as ISO 32000 7.2.3 has them. */
const CLASS = new Uint8Array(256);
for (const code of [0, 9, 10, 12, 13, 32]) CLASS[code] = 1;
for (const sign of '()<>[]{}/%') CLASS[sign.charCodeAt(0)] = 2;

/** As much of a string as anything compares, of a name as readers keep apart, and of a keyword. */
const TEXT_KEPT = 256;
const NAME_KEPT = 256;
const KEYWORD_KEPT = 32;

const [PERCENT, SLASH, HASH, OPEN, CLOSE, BACKSLASH, LESS, GREATER] = [0x25, 0x2f, 0x23, 0x28, 0x29, 0x5c, 0x3c, 0x3e];

/** Reads tokens forward, each byte once; every token is charged to the budget. */
export class Lexer {
  constructor(
    readonly bytes: Uint8Array,
    public at: number,
    private readonly budget: Budget,
  ) {}

  /** The next token; undefined at the end. */
  next(): Token | undefined {
    const from = this.at;
    const token = this.read();
    this.budget.spend(this.at - from + 1);
    return token;
  }

  /** Moves over white space and comments; the code of the next byte, or -1. */
  skip(): number {
    const { bytes } = this;
    const from = this.at;
    let at = from;
    for (; at < bytes.length; at++) {
      const code = bytes[at]!;
      if (CLASS[code] === 1) continue;
      if (code !== PERCENT) break;
      while (at + 1 < bytes.length && bytes[at + 1] !== 10 && bytes[at + 1] !== 13) at++;
    }
    this.at = at;
    this.budget.spend(at - from);
    return at < bytes.length ? bytes[at]! : -1;
  }

  /** Moves behind the end of the line that `stream` stands on, as readers do whatever stands there. */
  skipLine(): void {
    const { bytes } = this;
    const from = this.at;
    while (this.at < bytes.length && bytes[this.at] !== 10 && bytes[this.at] !== 13) this.at++;
    if (bytes[this.at] === 13 && bytes[this.at + 1] === 10) this.at++;
    this.at++;
    this.budget.spend(this.at - from);
  }

  private read(): Token | undefined {
    const code = this.skip();
    if (code < 0) return undefined;
    if (isNumberStart(code)) return this.number();
    if (code === SLASH) return this.name();
    if (code === OPEN) return this.text();
    if (code === LESS) return this.bytes[this.at + 1] === LESS ? this.sign(2) : this.hexText();
    if (code === GREATER) return this.sign(this.bytes[this.at + 1] === GREATER ? 2 : 1);
    if (CLASS[code] === 2) return this.sign(1);
    return this.keyword();
  }

  private sign(length: number): Keyword {
    this.at += length;
    return new Keyword(String.fromCharCode(...this.bytes.subarray(this.at - length, this.at)));
  }

  /** A number ends where no sign of one follows; letters behind it begin a keyword. */
  private number(): number {
    const from = this.at;
    while (this.at < this.bytes.length && isNumberStart(this.bytes[this.at]!)) this.at++;
    const written = String.fromCharCode(...this.bytes.subarray(from, Math.min(this.at, from + 40)));
    const [, sign = '', digits = ''] = /^([+-]*)(\d*\.?\d*)/.exec(written) ?? [];
    const value = Number(digits === '' || digits === '.' ? 0 : digits);
    return sign.startsWith('-') ? -value : value;
  }

  private name(): Name {
    let text = '';
    this.at++;
    for (; this.at < this.bytes.length; this.at++) {
      let code = this.bytes[this.at]!;
      if (CLASS[code] !== 0) break;
      if (code === HASH) {
        const [high, low] = [hexOf(this.bytes[this.at + 1]), hexOf(this.bytes[this.at + 2])];
        if (high >= 0 && low >= 0) {
          code = high * 16 + low;
          this.at += 2;
        }
      }
      if (text.length < NAME_KEPT) text += String.fromCharCode(code);
    }
    return new Name(text);
  }

  private text(): Text {
    let kept = '';
    let depth = 1;
    for (this.at++; this.at < this.bytes.length && depth > 0; this.at++) {
      const code = this.bytes[this.at]!;
      if (code === OPEN) depth++;
      if (code === CLOSE) depth--;
      if (code === BACKSLASH) {
        const [written, length] = this.escaped();
        if (kept.length < TEXT_KEPT) kept += written;
        this.at += length;
      } else if (depth > 0 && kept.length < TEXT_KEPT) kept += String.fromCharCode(code);
    }
    return new Text(kept);
  }

  /** What a backslash and the bytes behind it stand for, and how many those are. */
  private escaped(): [string, number] {
    const code = this.bytes[this.at + 1];
    if (code === undefined) return ['', 0];
    if (code === 13) return ['', this.bytes[this.at + 2] === 10 ? 2 : 1];
    if (code === 10) return ['', 1];
    let [value, length] = [0, 0];
    for (; length < 3; length++) {
      const digit = (this.bytes[this.at + 1 + length] ?? 0) - 0x30;
      if (digit < 0 || digit > 7) break;
      value = value * 8 + digit;
    }
    return length > 0 ? [String.fromCharCode(value & 255), length] : [String.fromCharCode(code), 1];
  }

  private hexText(): Text {
    let [kept, high] = ['', -1];
    for (this.at++; this.at < this.bytes.length; this.at++) {
      const code = this.bytes[this.at]!;
      if (code === GREATER) break;
      const digit = hexOf(code);
      if (digit < 0) continue;
      if (high >= 0 && kept.length < TEXT_KEPT) kept += String.fromCharCode(high * 16 + digit);
      high = high >= 0 ? -1 : digit;
    }
    this.at++;
    return new Text(high >= 0 ? kept + String.fromCharCode(high * 16) : kept);
  }

  private keyword(): Keyword {
    const from = this.at;
    while (this.at < this.bytes.length && CLASS[this.bytes[this.at]!] === 0) this.at++;
    return new Keyword(String.fromCharCode(...this.bytes.subarray(from, Math.min(this.at, from + KEYWORD_KEPT))));
  }
}

function isNumberStart(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || code === 0x2b || code === 0x2d || code === 0x2e;
}

export { isNumberStart };

/** The value of a hexadecimal digit, or -1. */
export function hexOf(code: number | undefined): number {
  if (code === undefined) return -1;
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
