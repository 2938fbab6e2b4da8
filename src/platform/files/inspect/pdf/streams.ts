import { Lexer } from './lexer.js';
import type { Budget } from './budget.js';
import { MOST_FILTERS, unpack, type Packing } from './filters.js';
import { Dict, Keyword, Name, isArray, type ParsedPdfValue, type PdfValue } from './values.js';
import { RefusedPdf } from './verdict.js';

/** Follows references; every definition that counts. */
export type Resolve = (value: PdfValue | undefined) => PdfValue[];

/** What decides how a stream is read may stand there once: of two, readers take different ones. */
const ONCE = ['Filter', 'DecodeParms', 'Length', 'N', 'First', 'W', 'Index', 'Size', 'Type', 'F', 'DP'];
const ENDSTREAM = Buffer.from('endstream');

/** The unpacked data of a stream. What a reader would follow and nobody can unpack for certain is refused. */
export function unpackStream(
  bytes: Buffer,
  { value, streamAt }: ParsedPdfValue,
  resolve: Resolve,
  budget: Budget,
  decrypt?: (packed: Buffer) => Buffer,
): Buffer {
  const dict = value as Dict;
  if (ONCE.some((key) => dict.all(key).length > 1)) throw new RefusedPdf('PDF_UNREADABLE');
  // Some readers take these short keys of inline images, and others do not.
  if (dict.has('DP') || dict.has('F') || dict.has('FFilter')) throw new RefusedPdf('PDF_UNREADABLE');
  const written = bytes.subarray(streamAt, endOfData(bytes, streamAt!, one(resolve(dict.get('Length'))), budget));
  const unpacked = unpack(decrypt?.(written) ?? written, packingsOf(dict, resolve), budget.room);
  budget.unpacked(unpacked.length);
  return Buffer.from(unpacked.buffer, unpacked.byteOffset, unpacked.length);
}

/** By its length where `endstream` follows; otherwise as far as any reader goes. */
function endOfData(bytes: Buffer, from: number, length: PdfValue | undefined, budget: Budget): number {
  const end = typeof length === 'number' && Number.isInteger(length) && length >= 0 ? from + length : from;
  if (end <= bytes.length && typeof length === 'number') {
    const next = new Lexer(bytes, end, budget).next();
    if (next instanceof Keyword && next.text.startsWith('endstream')) return end;
  }
  const found = bytes.indexOf(ENDSTREAM, from);
  budget.spend((found < 0 ? bytes.length : found) - from);
  return Math.max(Math.min(end, bytes.length), found < 0 ? bytes.length : found);
}

function packingsOf(dict: Dict, resolve: Resolve): Packing[] {
  const filters = listOf(dict.get('Filter'), resolve);
  const params = listOf(dict.get('DecodeParms'), resolve);
  if (filters.length > MOST_FILTERS) throw new RefusedPdf('PDF_UNREADABLE');
  return filters.map((filter, index) => {
    if (!(filter instanceof Name)) throw new RefusedPdf('PDF_UNREADABLE');
    return { filter: filter.text, params: paramsOf(params[index] ?? null, resolve) };
  });
}

function paramsOf(value: PdfValue, resolve: Resolve): Packing['params'] {
  if (value === null) return {};
  if (!(value instanceof Dict)) throw new RefusedPdf('PDF_UNREADABLE');
  const numbers: Record<string, number> = {};
  for (const [key, raw] of value.pairs) {
    const number = one(resolve(raw));
    if (typeof number === 'number') numbers[key] = number;
  }
  return numbers;
}

/** An array or a single value, with every reference followed. */
function listOf(value: PdfValue | undefined, resolve: Resolve): PdfValue[] {
  const resolved = one(resolve(value));
  if (resolved === undefined || resolved === null) return [];
  return isArray(resolved) ? resolved.map((each) => one(resolve(each)) ?? null) : [resolved];
}

/** The only definition. Where there are several, readers may take different ones. */
export function one(values: readonly PdfValue[]): PdfValue | undefined {
  if (values.length > 1) throw new RefusedPdf('PDF_UNREADABLE');
  return values[0];
}
