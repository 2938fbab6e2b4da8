import { crc32, inflateSync } from 'node:zlib';
import { RefusedPdf } from './pdf/verdict.js';
import { refusePolyglot } from './polyglot.js';

/** Whoever opens it unpacks it. */
const MOST_MEGAPIXELS = 100;

function checkSize(width: number, height: number): void {
  if (width === 0 || height === 0) throw new RefusedPdf('IMAGE_BROKEN');
  if (width * height > MOST_MEGAPIXELS * 1_000_000) throw new RefusedPdf('IMAGE_TOO_LARGE', { most: MOST_MEGAPIXELS });
}

/** Goes through the segments of a JPEG to its end; an image that is cut off, or none behind its first bytes, is refused. */
export function inspectJpeg(bytes: Buffer): void {
  refusePolyglot(bytes, 0, endOfJpeg(bytes), 'image');
}

function endOfJpeg(bytes: Buffer): number {
  let at = 2;
  let [framed, scanned] = [false, false];
  while (at + 2 <= bytes.length) {
    if (bytes[at] !== 0xff) throw new RefusedPdf('IMAGE_BROKEN');
    const marker = bytes[at + 1]!;
    if (marker === 0xff) at += 1;
    else if (marker === 0xd9 && framed && scanned) return at + 2;
    else if (marker >= 0xd0 && marker <= 0xd7) at += 2;
    else {
      if (marker < 0xc0 || marker === 0xd8 || marker === 0xd9 || at + 4 > bytes.length) throw new RefusedPdf('IMAGE_BROKEN');
      const length = bytes.readUInt16BE(at + 2);
      if (length < 2 || at + 2 + length > bytes.length) throw new RefusedPdf('IMAGE_BROKEN');
      if (isFrame(marker)) {
        if (length < 8) throw new RefusedPdf('IMAGE_BROKEN');
        checkSize(bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5));
        framed = true;
      }
      at += 2 + length;
      if (marker === 0xda) {
        if (!framed) throw new RefusedPdf('IMAGE_BROKEN');
        scanned = true;
        at = endOfScan(bytes, at);
      }
    }
  }
  throw new RefusedPdf('IMAGE_BROKEN');
}

const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** Within a scan 0xff is followed by 0, or by a restart. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next !== undefined && next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  throw new RefusedPdf('IMAGE_BROKEN');
}

const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** Adam7: where each pass begins, and how far its pixels are apart. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Goes through the chunks of a PNG with their checksums, and unpacks its pixels to see whether they are all there. */
export function inspectPng(bytes: Buffer): void {
  let at = 8;
  let expected = 0;
  const pixels: Buffer[] = [];
  for (;;) {
    if (at + 12 > bytes.length) throw new RefusedPdf('IMAGE_BROKEN');
    const length = bytes.readUInt32BE(at);
    const end = at + 12 + length;
    if (end > bytes.length || crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) throw new RefusedPdf('IMAGE_BROKEN');
    const type = bytes.toString('latin1', at + 4, at + 8);
    const body = bytes.subarray(at + 8, end - 4);
    if ((at === 8) !== (type === 'IHDR')) throw new RefusedPdf('IMAGE_BROKEN');
    if (type === 'IHDR') expected = pixelBytes(body);
    if (type === 'IDAT') pixels.push(body);
    at = end;
    if (type === 'IEND') break;
  }
  refusePolyglot(bytes, 0, at, 'image');
  if (!hasPixels(pixels, expected)) throw new RefusedPdf('IMAGE_BROKEN');
}

function pixelBytes(header: Buffer): number {
  if (header.length !== 13) throw new RefusedPdf('IMAGE_BROKEN');
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  checkSize(width, height);
  const channels = CHANNELS[header[9]!];
  const depth = header[8]!;
  if (!channels || ![1, 2, 4, 8, 16].includes(depth) || header[10] !== 0 || header[11] !== 0 || header[12]! > 1)
    throw new RefusedPdf('IMAGE_BROKEN');
  const lines = (across: number, down: number) => (across === 0 ? 0 : down * (1 + Math.ceil((across * channels * depth) / 8)));
  if (header[12] === 0) return lines(width, height);
  return PASSES.reduce(
    (sum, [x, y, dx, dy]) => sum + lines(Math.max(0, Math.ceil((width - x) / dx)), Math.max(0, Math.ceil((height - y) / dy))),
    0,
  );
}

/** As much as is unpacked to see whether the pixels are all there; of a larger picture its structure and checksums say enough. */
const MOST_UNPACKED = 64 * 1024 * 1024;

function hasPixels(packed: readonly Buffer[], expected: number): boolean {
  if (expected > MOST_UNPACKED) return packed.length > 0;
  try {
    return inflateSync(Buffer.concat(packed), { maxOutputLength: expected + 1 }).length === expected;
  } catch {
    return false;
  }
}
