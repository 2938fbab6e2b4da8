import { refusePolyglot } from '../polyglot.js';
import { ActiveContent } from './active.js';
import { Budget } from './budget.js';
import { cipherOf } from './crypt/standard-handler.js';
import { pagesBelow } from './pages.js';
import { PdfFile, type Found } from './pdf-file.js';
import { packedIn, repair } from './repair.js';
import { Dict, Ref } from './values.js';
import { RefusedPdf } from './verdict.js';
import { XrefReader } from './xref.js';

/** How far from the beginning readers look for the header. */
const HEADER_WITHIN = 1024;
const HEADER = Buffer.from('%PDF-');
const END = Buffer.from('%%EOF');

/** Where the header of a PDF stands within what readers look at, or -1. */
export function pdfHeaderAt(bytes: Buffer): number {
  return bytes.subarray(0, HEADER_WITHIN).indexOf(HEADER);
}

/**
 * Refuses a PDF that does more than to be read, that cannot be looked into, or that is something else as well. It is read as readers
 * read it: by its cross-reference, and by a search for objects where that is broken.
 */
export function inspectPdf(bytes: Buffer): void {
  const base = pdfHeaderAt(bytes);
  if (base < 0) throw new RefusedPdf('PDF_BROKEN');
  const end = bytes.lastIndexOf(END);
  refusePolyglot(bytes, base, end < 0 ? bytes.length : end + END.length, 'PDF');
  const budget = new Budget(bytes.length);
  if (inspectListed(bytes, base, budget)) return;
  if (!inspectAll(bytes, budget) && end < 0) throw new RefusedPdf('PDF_BROKEN');
}

/** By the cross-reference; whether it holds together, so that no reader looks for anything else. */
function inspectListed(bytes: Buffer, base: number, budget: Budget): boolean {
  const xref = new XrefReader(bytes, base, budget).read();
  const file = new PdfFile(bytes, xref.entries, budget);
  file.cipher = cipherOf(file, xref.trailers);
  const active = refuseActive(file, file.listed(), xref.trailers);
  if (xref.broken || file.broken || active.sawMalformed) return false;
  return pagesBelow(file, xref.trailers[0]?.get('Root'), budget).whole;
}

/** By whatever stands in the file as an object; whether there is a page. */
function inspectAll(bytes: Buffer, budget: Budget): boolean {
  const { file, objects, trailers } = repair(bytes, budget);
  if (objects.length === 0) throw new RefusedPdf('PDF_BROKEN');
  file.cipher = cipherOf(file, trailers);
  const all = [...objects, ...objects.flatMap((object) => packedIn(file, object))];
  refuseActive(file, all, trailers);
  const roots = [...trailers.flatMap((trailer) => trailer.all('Root')), ...all.flatMap(catalogueOf)];
  const tried = new Set<unknown>();
  for (const root of roots) {
    const key = root instanceof Ref ? root.num : root;
    if (tried.has(key)) continue;
    tried.add(key);
    if (pagesBelow(file, root, budget).found > 0) return true;
  }
  return false;
}

function catalogueOf({ value }: Found): Dict[] {
  return value instanceof Dict && value.has('Pages') ? [value] : [];
}

function refuseActive(file: PdfFile, objects: Iterable<Found>, trailers: readonly Dict[]): ActiveContent {
  const active = new ActiveContent(file);
  const refuse = (what: string | undefined) => {
    if (what !== undefined) throw new RefusedPdf('PDF_ACTIVE_CONTENT', { what });
  };
  for (const trailer of trailers) refuse(active.of(trailer, ''));
  for (const object of objects) refuse(active.in(object));
  refuse(active.loose());
  return active;
}
