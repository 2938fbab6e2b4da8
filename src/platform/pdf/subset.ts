interface Table {
  readonly offset: number;
  readonly length: number;
}

/** Component flags of a composite glyph (OpenType, table `glyf`). */
const WORDS = 0x0001;
const ONE_SCALE = 0x0008;
const MORE = 0x0020;
const TWO_SCALES = 0x0040;
const FOUR_SCALES = 0x0080;

const KEPT = ['cvt ', 'fpgm', 'prep'];

/** The tables of a TrueType font, found once. */
export class TrueTypeTables {
  private readonly tables = new Map<string, Table>();
  readonly longOffsets: boolean;
  readonly metrics: number;

  constructor(readonly bytes: Buffer) {
    for (let i = 0; i < bytes.readUInt16BE(4); i++) {
      const at = 12 + 16 * i;
      this.tables.set(bytes.toString('latin1', at, at + 4), { offset: bytes.readUInt32BE(at + 8), length: bytes.readUInt32BE(at + 12) });
    }
    this.longOffsets = this.table('head').readInt16BE(50) === 1;
    this.metrics = this.table('hhea').readUInt16BE(34);
  }

  table(tag: string): Buffer {
    const { offset, length } = this.tables.get(tag) ?? { offset: 0, length: 0 };
    return this.bytes.subarray(offset, offset + length);
  }

  outline(glyph: number): Buffer {
    const loca = this.table('loca');
    const at = (i: number) => (this.longOffsets ? loca.readUInt32BE(4 * i) : 2 * loca.readUInt16BE(2 * i));
    return this.table('glyf').subarray(at(glyph), at(glyph + 1));
  }

  /** Advance and left side bearing, as the four bytes of `hmtx`. */
  metric(glyph: number): Buffer {
    const hmtx = this.table('hmtx');
    if (glyph < this.metrics) return hmtx.subarray(4 * glyph, 4 * glyph + 4);
    const last = 4 * (this.metrics - 1);
    const bearing = 4 * this.metrics + 2 * (glyph - this.metrics);
    return Buffer.concat([hmtx.subarray(last, last + 2), hmtx.subarray(bearing, bearing + 2)]);
  }
}

/**
 * The glyphs that one document uses, as a font of their own: pdfkit asks it for the bytes. fontkit has the same, but takes every
 * table apart and puts it together again, which was half of the time that a letter took; the bytes it copies are the same.
 */
export class GlyphSubset {
  private readonly glyphs: number[] = [0];
  private readonly places = new Map<number, number>([[0, 0]]);

  constructor(private readonly source: TrueTypeTables) {}

  /** Its number in the subset. */
  includeGlyph(glyph: number): number {
    let place = this.places.get(glyph);
    if (place === undefined) {
      place = this.glyphs.push(glyph) - 1;
      this.places.set(glyph, place);
    }
    return place;
  }

  encode(): Buffer {
    const outlines: Buffer[] = [];
    const offsets = [0];
    // Composite glyphs bring in their parts while the list is walked.
    for (let i = 0; i < this.glyphs.length; i++) {
      const outline = padded(this.withParts(this.source.outline(this.glyphs[i]!)));
      outlines.push(outline);
      offsets.push(offsets.at(-1)! + outline.length);
    }
    const count = this.glyphs.length;
    const [head, hhea, maxp] = ['head', 'hhea', 'maxp'].map((tag) => Buffer.from(this.source.table(tag))) as [Buffer, Buffer, Buffer];
    head.writeUInt32BE(0, 8);
    head.writeInt16BE(1, 50);
    hhea.writeUInt16BE(count, 34);
    maxp.writeUInt16BE(count, 4);
    const loca = Buffer.alloc(4 * offsets.length);
    offsets.forEach((offset, i) => loca.writeUInt32BE(offset, 4 * i));
    const hmtx = Buffer.concat(this.glyphs.map((glyph) => this.source.metric(glyph)));
    const kept = KEPT.map((tag) => [tag, this.source.table(tag)] as const).filter(([, table]) => table.length > 0);
    return sfnt([
      ['head', head],
      ['hhea', hhea],
      ['maxp', maxp],
      ['hmtx', hmtx],
      ['loca', loca],
      ['glyf', Buffer.concat(outlines)],
      ...kept,
    ]);
  }

  private withParts(outline: Buffer): Buffer {
    if (outline.length === 0 || outline.readInt16BE(0) >= 0) return outline;
    const copy = Buffer.from(outline);
    for (let at = 10, flags = MORE; flags & MORE;) {
      flags = copy.readUInt16BE(at);
      copy.writeUInt16BE(this.includeGlyph(copy.readUInt16BE(at + 2)), at + 2);
      at += 4 + (flags & WORDS ? 4 : 2) + (flags & ONE_SCALE ? 2 : flags & TWO_SCALES ? 4 : flags & FOUR_SCALES ? 8 : 0);
    }
    return copy;
  }
}

/** A font file of these tables. */
export function sfnt(tables: readonly (readonly [tag: string, table: Buffer])[]): Buffer {
  const sorted = [...tables].sort(([a], [b]) => (a < b ? -1 : 1));
  const log = Math.floor(Math.log2(sorted.length));
  const directory = Buffer.alloc(12 + 16 * sorted.length);
  directory.writeUInt32BE(0x00010000, 0);
  directory.writeUInt16BE(sorted.length, 4);
  directory.writeUInt16BE(16 << log, 6);
  directory.writeUInt16BE(log, 8);
  directory.writeUInt16BE(16 * sorted.length - (16 << log), 10);
  const bodies = sorted.map(([, table]) => padded(table));
  let offset = directory.length;
  sorted.forEach(([tag, table], i) => {
    const at = 12 + 16 * i;
    directory.write(tag, at, 'latin1');
    directory.writeUInt32BE(checksum(bodies[i]!), at + 4);
    directory.writeUInt32BE(offset, at + 8);
    directory.writeUInt32BE(table.length, at + 12);
    offset += bodies[i]!.length;
  });
  return Buffer.concat([directory, ...bodies]);
}

function padded(table: Buffer): Buffer {
  return table.length % 4 === 0 ? table : Buffer.concat([table, Buffer.alloc(-table.length & 3)]);
}

function checksum(table: Buffer): number {
  let sum = 0;
  for (let at = 0; at < table.length; at += 4) sum = (sum + table.readUInt32BE(at)) >>> 0;
  return sum;
}
