import { inflateSync } from 'node:zlib';
import { sfnt } from './subset.js';

const HEADER = 44;
const ENTRY = 20;

/** The TrueType font inside of a WOFF file. fontkit reads WOFF too, but unpacks it in JavaScript: seconds for a large font. */
export function sfntOf(woff: Buffer): Buffer {
  return sfnt(
    Array.from({ length: woff.readUInt16BE(12) }, (_, i) => {
      const entry = HEADER + ENTRY * i;
      const [from, packed, length] = [4, 8, 12].map((at) => woff.readUInt32BE(entry + at)) as [number, number, number];
      const stored = woff.subarray(from, from + packed);
      return [woff.toString('latin1', entry, entry + 4), packed < length ? inflateSync(stored) : stored] as const;
    }),
  );
}
