import { isDict, isRef, nameOf, PdfFault, PdfReader, type PdfDict, type PdfObject, type RawPdfValue } from './pdf-syntax.js';

/** What a PDF with plain cross-reference tables consists of, as far as an update of it needs it. */
export interface PdfBase {
  readonly text: string;
  /** Where its last cross-reference table begins. */
  readonly startxref: number;
  readonly trailer: PdfDict;
  readonly size: number;
  readonly offsets: ReadonlyMap<number, number>;
  readonly root: PdfObject;
  /** In their order. */
  readonly pages: readonly PdfObject[];
}

/** An incremental update: its objects, and the trailer that comes with it. */
export interface PdfUpdate {
  readonly objects: ReadonlyMap<number, PdfObject>;
  readonly trailer: PdfDict;
}

interface Section {
  readonly entries: ReadonlyMap<number, number>;
  readonly trailer: PdfDict;
}

const MOST_TABLES = 20;
const MOST_PAGES = 2000;

/** Reads the tables, the catalog and the pages of a PDF; throws `PdfFault` where it is not built plainly. */
export function readBase(pdf: Buffer): PdfBase {
  const text = pdf.toString('latin1');
  const startxref = lastStart(text);
  const offsets = new Map<number, number>();
  let [at, trailer]: [number | undefined, PdfDict | undefined] = [startxref, undefined];
  for (let tables = 0; at !== undefined; tables++) {
    if (tables === MOST_TABLES) throw new PdfFault('there are too many cross-reference tables');
    const section: Section = readSection(new PdfReader(text, at));
    trailer ??= section.trailer;
    for (const [number, offset] of section.entries) if (!offsets.has(number)) offsets.set(number, offset);
    const previous: RawPdfValue | undefined = section.trailer.get('Prev');
    at = typeof previous === 'number' ? previous : undefined;
  }
  const objectAt = objectReader(text, offsets);
  const root = objectAt(trailer!.get('Root'));
  const size = trailer!.get('Size');
  if (typeof size !== 'number') throw new PdfFault('the trailer says no size');
  const pages: PdfObject[] = [];
  collectPages(objectAt, dictOf(root).get('Pages'), pages, 0);
  if (pages.length === 0) throw new PdfFault('there are no pages');
  return { text, startxref, trailer: trailer!, size, offsets, root, pages };
}

/**
 * Reads what was appended to a PDF: objects, one table that names each of them where it is, a trailer, and nothing else. A byte that
 * belongs to none of these is refused.
 */
export function readUpdate(base: PdfBase, signed: Buffer): PdfUpdate {
  const reader = new PdfReader(signed.toString('latin1'), base.text.length);
  const objects = new Map<number, PdfObject>();
  for (;;) {
    reader.space();
    if (reader.ended || objects.size > MOST_PAGES) throw new PdfFault('the update has no cross-reference table');
    const start = reader.at;
    if (reader.take('xref')) {
      reader.at = start;
      return { objects, trailer: lastTable(base, reader, objects) };
    }
    const object = reader.object();
    if (objects.has(object.number)) throw new PdfFault(`object ${object.number} stands twice in the update`);
    objects.set(object.number, object);
  }
}

/** The object that a reference names, in the update alone. */
export function updated(update: PdfUpdate, value: RawPdfValue | undefined): PdfObject {
  const found = isRef(value) ? update.objects.get(value.ref) : undefined;
  if (!found) throw new PdfFault('the update refers to an object that it does not have');
  return found;
}

export function dictOf({ number, value }: PdfObject): PdfDict {
  if (!isDict(value)) throw new PdfFault(`object ${number} is no dictionary`);
  return value;
}

function lastTable(base: PdfBase, reader: PdfReader, objects: ReadonlyMap<number, PdfObject>): PdfDict {
  const begin = reader.at;
  const { entries, trailer } = readSection(reader);
  reader.must('startxref');
  if (reader.integer() !== begin) throw new PdfFault('startxref does not name the table of the update');
  reader.must('%%EOF');
  reader.match(/(\r\n|\r|\n)?/);
  if (!reader.ended) throw new PdfFault('there is something behind the end');
  for (const { number, start } of objects.values())
    if (entries.get(number) !== start) throw new PdfFault(`the table does not name object ${number} where it is`);
  if (entries.size !== objects.size) throw new PdfFault('the table names objects that are not in the update');
  if (trailer.get('Prev') !== base.startxref) throw new PdfFault('the update does not go on from the file that was sent');
  for (const key of ['Encrypt', 'XRefStm']) if (trailer.has(key)) throw new PdfFault(`the trailer has ${key}`);
  const [now, then] = [trailer.get('Root'), base.trailer.get('Root')];
  if (!isRef(now) || !isRef(then) || now.ref !== then.ref) throw new PdfFault('the update has another catalog');
  return trailer;
}

function readSection(reader: PdfReader): Section {
  reader.must('xref');
  const entries = new Map<number, number>();
  for (;;) {
    reader.space();
    if (reader.take('trailer')) break;
    const first = reader.integer();
    const count = reader.integer();
    reader.match(/ *(\r\n|\r|\n)/);
    for (let n = 0; n < count; n++) {
      const entry = reader.match(/(\d{10}) (\d{5}) ([nf])(?: \r| \n|\r\n)/);
      if (!entry) throw new PdfFault('a line of the cross-reference table is broken');
      if (entry[3] === 'n') entries.set(first + n, Number(entry[1]));
    }
  }
  const trailer = reader.value();
  if (!isDict(trailer)) throw new PdfFault('there is no trailer');
  return { entries, trailer };
}

function objectReader(text: string, offsets: ReadonlyMap<number, number>): (value: RawPdfValue | undefined) => PdfObject {
  return (value) => {
    const offset = isRef(value) ? offsets.get(value.ref) : undefined;
    if (offset === undefined) throw new PdfFault('a reference leads nowhere');
    const object = new PdfReader(text, offset).object();
    if (object.number !== (value as { readonly ref: number }).ref) throw new PdfFault('a table names another object');
    return object;
  };
}

function collectPages(
  objectAt: (value: RawPdfValue | undefined) => PdfObject,
  at: RawPdfValue | undefined,
  pages: PdfObject[],
  depth: number,
): void {
  const node = objectAt(at);
  const dict = dictOf(node);
  if (nameOf(dict.get('Type')) === 'Page') pages.push(node);
  else {
    const kids = dict.get('Kids');
    if (!Array.isArray(kids) || depth > 10 || pages.length > MOST_PAGES) throw new PdfFault('the tree of pages is broken');
    for (const kid of kids as readonly RawPdfValue[]) collectPages(objectAt, kid, pages, depth + 1);
  }
}

function lastStart(text: string): number {
  const begin = text.lastIndexOf('startxref');
  if (begin < 0) throw new PdfFault('there is no startxref');
  return new PdfReader(text, begin + 'startxref'.length).integer();
}
