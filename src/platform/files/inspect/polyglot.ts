import { filePolyglot } from './inspect-refusals.js';

/** How far from its beginning readers look for what a file is. */
const HEAD = 1024;
/** The last record of a ZIP: 22 bytes and a comment. */
const ZIP_END = Buffer.from('PK\x05\x06', 'latin1');
const ZIP_END_BYTES = 22;
const LONGEST_COMMENT = 65_535;

const FOREIGN: readonly (readonly [what: string, sign: RegExp])[] = [
  ['HTML', /<(?:!doctype\s+html|html|script|svg|iframe|body)[\s>]/i],
  ['PHP', /<\?(?:php|=)/i],
  ['ZIP', /PK\x03\x04/], // eslint-disable-line no-control-regex
  ['PDF', /%PDF-\d/],
  ['ELF', /^\x7fELF/],
  ['EXE', /^MZ[\s\S]{58}/],
];

/** Refuses what another program would take for a file of another kind: by its beginning, by its end, or by what hangs behind it. */
export function refusePolyglot(bytes: Buffer, endsAt: number, own: 'PDF' | 'image'): void {
  const head = bytes.subarray(0, HEAD).toString('latin1');
  refuseForeign(head, own === 'PDF' ? ['PDF'] : []);
  refuseForeign(bytes.subarray(endsAt).toString('latin1'), []);
  for (
    let at = bytes.lastIndexOf(ZIP_END);
    at >= bytes.length - ZIP_END_BYTES - LONGEST_COMMENT && at >= 0;
    at = bytes.lastIndexOf(ZIP_END, at - 1)
  ) {
    const ends = at + ZIP_END_BYTES <= bytes.length && at + ZIP_END_BYTES + bytes.readUInt16LE(at + 20) <= bytes.length;
    if (ends) throw filePolyglot({ what: 'ZIP' });
    if (at === 0) return;
  }
}

function refuseForeign(text: string, without: readonly string[]): void {
  const found = FOREIGN.find(([what, sign]) => !without.includes(what) && sign.test(text));
  if (found) throw filePolyglot({ what: found[0] });
}
