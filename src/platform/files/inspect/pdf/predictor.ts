import { RefusedPdf } from './verdict.js';

/** Undoes a predictor of Flate or LZW: 2 of TIFF, 10 to 15 of PNG. */
export function unpredicted(bytes: Uint8Array, params: Readonly<Record<string, number>>): Uint8Array {
  const predictor = params['Predictor'] ?? 1;
  if (predictor <= 1) return bytes;
  const [colors, bits, columns] = [params['Colors'] ?? 1, params['BitsPerComponent'] ?? 8, params['Columns'] ?? 1];
  if (![colors, bits, columns].every((value) => Number.isInteger(value) && value > 0 && value <= 1_000_000))
    throw new RefusedPdf('PDF_UNREADABLE');
  const pixel = Math.max(1, (colors * bits + 7) >> 3);
  const row = Math.ceil((columns * colors * bits) / 8);
  if (predictor === 2) {
    if (bits !== 8) throw new RefusedPdf('PDF_UNREADABLE');
    return tiff(bytes, row, colors);
  }
  return png(bytes, row, pixel);
}

function tiff(bytes: Uint8Array, row: number, colors: number): Uint8Array {
  const out = Uint8Array.from(bytes);
  for (let at = 0; at < out.length; at++) if (at % row >= colors) out[at] = out[at]! + out[at - colors]!;
  return out;
}

function png(bytes: Uint8Array, row: number, pixel: number): Uint8Array {
  const out = new Uint8Array(Math.ceil(bytes.length / (row + 1)) * row);
  let size = 0;
  for (let from = 0; from < bytes.length; from += row + 1) {
    const kind = bytes[from]!;
    const length = Math.min(row, bytes.length - from - 1);
    for (let i = 0; i < length; i++) {
      const left = i >= pixel ? out[size + i - pixel]! : 0;
      const up = size >= row ? out[size + i - row]! : 0;
      const corner = i >= pixel && size >= row ? out[size + i - row - pixel]! : 0;
      out[size + i] = bytes[from + 1 + i]! + guess(kind, left, up, corner);
    }
    size += length;
  }
  return out.subarray(0, size);
}

function guess(kind: number, left: number, up: number, corner: number): number {
  if (kind === 1) return left;
  if (kind === 2) return up;
  if (kind === 3) return (left + up) >> 1;
  if (kind !== 4) return 0;
  const base = left + up - corner;
  const [a, b, c] = [Math.abs(base - left), Math.abs(base - up), Math.abs(base - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
