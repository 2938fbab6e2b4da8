import type { Budget } from './budget.js';
import { PdfParser } from './parser.js';
import { PdfFile, type Found } from './pdf-file.js';
import { Dict, Name } from './values.js';
import { RefusedPdf } from './verdict.js';

/** What a linear search through a file with a broken cross-reference finds. */
export interface Repaired {
  readonly file: PdfFile;
  /** Everything that stands in the file as an object. */
  readonly objects: readonly Found[];
  readonly trailers: readonly Dict[];
}

const OBJ = Buffer.from('obj');
const TRAILER = Buffer.from('trailer');
const MOST_OBJECTS = 1_000_000;
/** As far back from `obj` as anybody writes a number and a generation. */
const HEADER = 64;

/** Looks for objects from the first byte to the last, as readers do where the cross-reference leads nowhere: each of them may count. */
export function repair(bytes: Buffer, budget: Budget): Repaired {
  const file = new PdfFile(bytes, new Map(), budget);
  const objects: Found[] = [];
  for (let at = bytes.indexOf(OBJ); at >= 0; at = bytes.indexOf(OBJ, at + 1)) {
    if (bytes[at - 1] === 0x64) continue; // endobj
    if (objects.length > MOST_OBJECTS) throw new RefusedPdf('PDF_UNREADABLE');
    const from = at + OBJ.length;
    const header = headerBefore(bytes, at, budget);
    objects.push({ ...new PdfParser(bytes, from, budget).object(), num: header?.num ?? -1, gen: header?.gen ?? 0, bytes, at: from });
    // Of several definitions readers take the last.
    if (header) file.set(header.num, { at: header.from });
  }
  return { file, objects, trailers: trailersOf(bytes, objects, budget) };
}

function headerBefore(bytes: Buffer, at: number, budget: Budget): { num: number; gen: number; from: number } | undefined {
  const from = Math.max(0, at - HEADER);
  budget.spend(at - from);
  const match = /(\d{1,10})[\s\0]+(\d{1,5})[\s\0]*$/.exec(bytes.toString('latin1', from, at));
  return match ? { num: Number(match[1]), gen: Number(match[2]), from: from + match.index } : undefined;
}

/** The objects of every stream that a reader could take for an object stream, whatever it is labelled as. */
export function packedIn(file: PdfFile, object: Found): Found[] {
  const { value, streamAt, num } = object;
  if (!(value instanceof Dict) || streamAt === undefined) return [];
  const labelled = file.resolve(value.get('Type')).some((type) => type instanceof Name && type.text === 'ObjStm');
  if (!labelled && (!value.has('N') || !value.has('First'))) return [];
  return file.unpackObjects(object).map((found) => {
    if (num >= 0 && !file.has(found.num)) file.set(found.num, { stream: num, index: 0 });
    return found;
  });
}

/** The dictionaries of `trailer` keywords, of cross-reference streams, and of whatever else names a key of encryption. */
function trailersOf(bytes: Buffer, objects: readonly Found[], budget: Budget): Dict[] {
  const trailers = objects.flatMap(({ value }) => (value instanceof Dict && (value.has('W') || value.has('Encrypt')) ? [value] : []));
  for (let at = bytes.indexOf(TRAILER); at >= 0; at = bytes.indexOf(TRAILER, at + 1)) {
    const { value } = new PdfParser(bytes, at + TRAILER.length, budget).object();
    if (value instanceof Dict) trailers.push(value);
  }
  return trailers;
}
