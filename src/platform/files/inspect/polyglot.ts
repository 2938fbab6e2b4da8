import { RefusedPdf } from './pdf/verdict.js';

/** How far from its beginning programs look for what a file is. */
const HEAD = 1024;
/** The last record of a ZIP: 22 bytes and a comment. Programs find an archive by it, wherever it begins. */
const ZIP_END = Buffer.from('PK\x05\x06', 'latin1');
const ZIP_END_BYTES = 22;
const LONGEST_COMMENT = 65_535;

const FOREIGN: readonly (readonly [what: string, sign: RegExp])[] = [
  ['HTML', /<(?:!doctype\s+html|html|script|svg|iframe|body)[\s>]/i],
  ['PHP', /<\?php\s/i],
  ['ZIP', /^\s*PK\x03\x04/], // eslint-disable-line no-control-regex
  ['ELF', /^\x7fELF/],
  ['EXE', /^MZ[\s\S]{58}/],
];

/**
 * Refuses what another program would take for a file of another kind: by what stands before `startsAt`, or behind `endsAt`. Within a
 * PDF text is text; within the head of an image there is no reason for markup.
 */
export function refusePolyglot(bytes: Buffer, startsAt: number, endsAt: number, own: 'PDF' | 'image'): void {
  refuseForeign(bytes.toString('latin1', 0, own === 'PDF' ? startsAt : HEAD));
  const behind = bytes.toString('latin1', endsAt);
  refuseForeign(behind);
  // Readers take whatever has a header within its first bytes for a PDF.
  const header = own === 'image' && (/%PDF-\d/.test(bytes.toString('latin1', 0, HEAD)) || /^\s*%PDF-\d/.test(behind));
  if (header) throw new RefusedPdf('FILE_POLYGLOT', { what: 'PDF' });
  const from = Math.max(0, bytes.length - ZIP_END_BYTES - LONGEST_COMMENT);
  const tail = bytes.subarray(from);
  for (let at = tail.indexOf(ZIP_END); at >= 0; at = tail.indexOf(ZIP_END, at + 1)) {
    const ends = at + ZIP_END_BYTES <= tail.length && at + ZIP_END_BYTES + tail.readUInt16LE(at + 20) === tail.length;
    if (ends) throw new RefusedPdf('FILE_POLYGLOT', { what: 'ZIP' });
  }
}

function refuseForeign(text: string): void {
  const found = FOREIGN.find(([, sign]) => sign.test(text));
  if (found) throw new RefusedPdf('FILE_POLYGLOT', { what: found[0] });
}
