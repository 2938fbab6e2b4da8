import { constants, inflateRawSync } from 'node:zlib';
import { hexOf } from './lexer.js';
import { lzw } from './lzw.js';
import { unpredicted } from './predictor.js';
import { RefusedPdf } from './verdict.js';

/** How a stream was packed, and with which parameters. */
export interface Packing {
  readonly filter: string;
  readonly params: Readonly<Record<string, number>>;
}

/** More than one reader accepts is of no use to anybody. */
export const MOST_FILTERS = 8;

/** Unpacks with every filter that readers know for data; `most` is how many bytes may come out. Whatever else is refused. */
export function unpack(packed: Uint8Array, packings: readonly Packing[], most: number): Uint8Array {
  let bytes = packed;
  for (const { filter, params } of packings) bytes = unpackOne(bytes, filter, params, most);
  return bytes;
}

function unpackOne(bytes: Uint8Array, filter: string, params: Packing['params'], most: number): Uint8Array {
  switch (filter) {
    case 'FlateDecode':
    case 'Fl':
      return unpredicted(inflated(bytes, most), params);
    case 'LZWDecode':
    case 'LZW':
      return unpredicted(lzw(bytes, params['EarlyChange'] ?? 1, most), params);
    case 'ASCIIHexDecode':
    case 'AHx':
      return hex(bytes);
    case 'ASCII85Decode':
    case 'A85':
      return ascii85(bytes);
    case 'RunLengthDecode':
    case 'RL':
      return runLength(bytes, most);
    default:
      throw new RefusedPdf('PDF_UNREADABLE');
  }
}

/** Without the checksum at its end, which readers do not look at; what is cut off gives what there is. */
function inflated(bytes: Uint8Array, most: number): Uint8Array {
  const [cmf = 0, flags = 0] = bytes;
  if ((cmf & 15) !== 8 || ((cmf << 8) | flags) % 31 !== 0 || (flags & 32) !== 0) throw new RefusedPdf('PDF_UNREADABLE');
  try {
    return inflateRawSync(bytes.subarray(2), { maxOutputLength: Math.max(most, 1), finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    throw new RefusedPdf('PDF_UNREADABLE');
  }
}

function hex(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array((bytes.length >> 1) + 1);
  let [size, high] = [0, -1];
  for (const code of bytes) {
    if (code === 0x3e) break;
    const digit = hexOf(code);
    if (digit < 0) continue;
    if (high >= 0) out[size++] = high * 16 + digit;
    high = high >= 0 ? -1 : digit;
  }
  if (high >= 0) out[size++] = high * 16;
  return out.subarray(0, size);
}

/** `z` stands for four zeros, `~` ends. */
function ascii85(bytes: Uint8Array): Uint8Array {
  const out: Uint8Array = new Uint8Array(bytes.length * 4 + 8);
  const group: number[] = [];
  let size = 0;
  const flush = (kept: number) => {
    const value = group.reduce((sum, digit) => sum * 85 + digit, 0);
    for (let i = 0; i < kept; i++) out[size++] = Math.floor(value / 256 ** (3 - i)) & 255;
    group.length = 0;
  };
  for (const code of bytes) {
    if (code === 0x7e) break;
    if (code === 0x7a && group.length === 0) size += 4;
    else if (code >= 0x21 && code <= 0x75 && group.push(code - 0x21) === 5) flush(4);
  }
  const rest = group.length;
  if (rest > 1) {
    while (group.length < 5) group.push(84);
    flush(rest - 1);
  }
  return out.subarray(0, size);
}

function runLength(bytes: Uint8Array, most: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let [at, size] = [0, 0];
  while (at < bytes.length && bytes[at] !== 128) {
    const length = bytes[at]!;
    const part = length < 128 ? bytes.subarray(at + 1, at + 2 + length) : new Uint8Array(257 - length).fill(bytes[at + 1] ?? 0);
    at += length < 128 ? 2 + length : 2;
    size += part.length;
    if (size > most) throw new RefusedPdf('PDF_UNREADABLE');
    parts.push(part);
  }
  return Buffer.concat(parts);
}
