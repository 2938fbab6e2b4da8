import { RefusedPdf } from './verdict.js';

const [CLEAR, END] = [256, 257];
const MOST_CODES = 4096;

/** LZW as PDF has it: codes of 9 to 12 bits, most significant bit first; `early` is how many codes sooner they grow. */
export function lzw(bytes: Uint8Array, early: number, most: number): Uint8Array {
  const [prefix, last, length] = [new Uint16Array(MOST_CODES), new Uint8Array(MOST_CODES), new Uint16Array(MOST_CODES)];
  for (let code = 0; code < 256; code++) [last[code], length[code]] = [code, 1];
  let out = new Uint8Array(Math.min(Math.max(bytes.length * 4, 1024), most + MOST_CODES));
  let [size, next, width, previous, held, bits] = [0, 258, 9, -1, 0, 0];
  /** Writes what a code stands for, from its end to its beginning; its first byte. */
  const write = (code: number, at: number): number => {
    let each = code;
    for (let place = at + length[code]! - 1; place > at; place--) [out[place], each] = [last[each]!, prefix[each]!];
    return (out[at] = last[each]!);
  };
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffffff;
    bits += 8;
    if (bits < width) continue;
    bits -= width;
    const code = (held >> bits) & ((1 << width) - 1);
    if (code === END) break;
    if (code === CLEAR) {
      [next, width, previous] = [258, 9, -1];
      continue;
    }
    if (code > next || (code === next && previous < 0) || (code > 255 && previous < 0)) throw new RefusedPdf('PDF_UNREADABLE');
    const wanted = size + (code === next ? length[previous]! + 1 : length[code]!);
    if (wanted > most) throw new RefusedPdf('PDF_UNREADABLE');
    if (wanted > out.length) {
      const grown = new Uint8Array(Math.min(Math.max(out.length * 2, wanted), most));
      grown.set(out);
      out = grown;
    }
    const first = code === next ? write(previous, size) : write(code, size);
    if (code === next) out[wanted - 1] = first;
    if (previous >= 0 && next < MOST_CODES) {
      [prefix[next], last[next], length[next]] = [previous, first, length[previous]! + 1];
      next++;
    }
    size = wanted;
    previous = code;
    if (next + early >= 1 << width && width < 12) width++;
  }
  return out.subarray(0, size);
}
