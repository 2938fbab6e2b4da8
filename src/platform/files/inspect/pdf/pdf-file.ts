import type { Budget } from './budget.js';
import type { PdfCipher } from './crypt/cipher.js';
import { PdfParser } from './parser.js';
import { unpackStream } from './streams.js';
import { type Dict, Name, Ref, Text, type ParsedPdfValue, type PdfValue } from './values.js';
import { RefusedPdf } from './verdict.js';
import type { XrefEntry } from './xref.js';

/** An object, with the bytes that it stands in. */
export interface Found extends ParsedPdfValue {
  readonly num: number;
  readonly gen: number;
  readonly bytes: Buffer;
  readonly at: number;
}

/** A reference leads to a reference no further than that. */
const MOST_HOPS = 8;
/** More than a program writes into one object stream. */
const MOST_PACKED = 1_000_000;
/** What setting up a key costs, in bytes. */
const DECRYPTION = 512;

/** The objects of a file by their numbers. */
export class PdfFile {
  private readonly resolved = new Map<number, Found[]>();
  private readonly unpacked = new Map<number, Found[]>();
  private readonly packed = new Map<number, Map<number, Found>>();
  /** An entry does not lead to its object: readers repair such a file. */
  broken = false;
  /** How streams and strings are decrypted; undefined where they are not encrypted. */
  cipher: PdfCipher | undefined;

  constructor(
    readonly bytes: Buffer,
    private readonly entries: Map<number, readonly XrefEntry[]>,
    private readonly budget: Budget,
  ) {}

  has(num: number): boolean {
    return this.entries.has(num);
  }

  /** Whether an object lies in an object stream. */
  isPacked(num: number): boolean {
    return this.entries.get(num)?.some((entry) => 'stream' in entry) ?? false;
  }

  /** Where an object stands, instead of what was known of it. */
  set(num: number, entry: XrefEntry): void {
    this.entries.set(num, [entry]);
    this.resolved.delete(num);
  }

  /** Every object that an entry leads to, and all objects of each object stream that one names. */
  *listed(): Generator<Found> {
    const streams = new Set<number>();
    for (const [num, entries] of this.entries) {
      for (const entry of entries) if ('stream' in entry) streams.add(entry.stream);
      yield* this.objects(num);
    }
    for (const stream of streams) yield* this.objectsIn(stream).values();
  }

  /** The object at an entry's offset; undefined where something else stands. */
  at(num: number, at: number): Found | undefined {
    const parser = new PdfParser(this.bytes, at, this.budget);
    const header = at < this.bytes.length ? parser.header() : undefined;
    if (header?.num !== num) {
      this.broken = true;
      return undefined;
    }
    const from = parser.lexer.at;
    return { ...parser.object(), num, gen: header.gen, bytes: this.bytes, at: from };
  }

  /** All definitions of an object that count. */
  objects(num: number): Found[] {
    const known = this.resolved.get(num);
    if (known) return known;
    // While it is being found it is nothing: an object that is packed in itself ends here.
    this.resolved.set(num, []);
    const found = (this.entries.get(num) ?? []).flatMap((entry) => {
      const object = 'at' in entry ? this.at(num, entry.at) : this.objectsIn(entry.stream).get(num);
      if (!object) this.broken = true;
      return object ? [object] : [];
    });
    this.resolved.set(num, found);
    return found;
  }

  /** What a value stands for, with references followed. */
  readonly resolve = (value: PdfValue | undefined): PdfValue[] => {
    return this.follow(value, 0);
  };

  private follow(value: PdfValue | undefined, hops: number): PdfValue[] {
    if (value === undefined) return [];
    if (!(value instanceof Ref)) return [value];
    if (hops > MOST_HOPS) throw new RefusedPdf('PDF_UNREADABLE');
    this.budget.spend(1);
    return this.objects(value.num).flatMap(({ value: found }) => this.follow(found, hops + 1));
  }

  /** The strings that a value of this object stands for: as written, and decrypted where they are encrypted. */
  textsOf(value: PdfValue | undefined, within: Found | undefined, hops = 0): Text[] {
    if (hops > MOST_HOPS) throw new RefusedPdf('PDF_UNREADABLE');
    if (value instanceof Ref) return this.objects(value.num).flatMap((found) => this.textsOf(found.value, found, hops + 1));
    if (!(value instanceof Text)) return [];
    if (!this.cipher || !within || within.bytes !== this.bytes) return [value];
    const written = Buffer.from(value.beginning, 'latin1');
    this.budget.spend(DECRYPTION + written.length);
    return [value, new Text(this.cipher.decrypt(within.num, within.gen, written).toString('latin1'))];
  }

  /** Whether a value stands for a stream. */
  isStream(value: PdfValue): boolean {
    return value instanceof Ref && this.objects(value.num).some((found) => found.streamAt !== undefined || this.isStream(found.value));
  }

  /** The objects of an object stream, by number. */
  objectsIn(stream: number): Map<number, Found> {
    const known = this.packed.get(stream);
    if (known) return known;
    const found = new Map<number, Found>();
    this.packed.set(stream, found);
    for (const container of this.objects(stream)) {
      if (container.streamAt === undefined || container.bytes !== this.bytes) {
        this.broken = true;
        continue;
      }
      for (const object of this.unpackObjects(container)) found.set(object.num, object);
    }
    return found;
  }

  /** The objects of an object stream as its own head lists them. */
  unpackObjects(container: Found): Found[] {
    const known = this.unpacked.get(container.at);
    if (known) return known;
    const dict = container.value as Dict;
    const [count, first] = [this.whole(dict.get('N')), this.whole(dict.get('First'))];
    if (count === undefined || first === undefined || count > MOST_PACKED) throw new RefusedPdf('PDF_UNREADABLE');
    const data = unpackStream(this.bytes, container, this.resolve, this.budget, this.decryptionOf(container, dict));
    const head = new PdfParser(data, 0, this.budget).lexer;
    const objects: Found[] = [];
    this.unpacked.set(container.at, objects);
    for (let i = 0; i < count; i++) {
      const [num, offset] = [head.next(), head.next()];
      if (!isWhole(num) || !isWhole(offset)) throw new RefusedPdf('PDF_UNREADABLE');
      const at = first + offset;
      objects.push({ ...new PdfParser(data, at, this.budget).object(), num, gen: 0, bytes: data, at });
    }
    return objects;
  }

  private decryptionOf({ num, gen }: Found, dict: Dict): ((packed: Buffer) => Buffer) | undefined {
    const { cipher } = this;
    if (!cipher) return undefined;
    // Readers leave streams of some types as they are.
    const types = this.resolve(dict.get('Type'));
    if (num < 0 || types.some((type) => !(type instanceof Name) || type.text !== 'ObjStm')) throw new RefusedPdf('PDF_UNREADABLE');
    return (packed) => {
      this.budget.spend(DECRYPTION + packed.length);
      return cipher.decrypt(num, gen, packed);
    };
  }

  private whole(value: PdfValue | undefined): number | undefined {
    const [found, ...others] = this.resolve(value);
    return others.length === 0 && isWhole(found) ? found : undefined;
  }
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
