import { cadesSignature, type Stamp } from './cades.js';
import { canonicalPdf, type PdfDict, type RawPdfValue } from './pdf-syntax.js';
import { dictOf, readBase, type PdfBase } from './pdf-update.js';
import type { SigningIdentity } from './signing-identity.js';

/** What the signature says of itself. */
export interface Signature {
  readonly at: Date;
  readonly name: string;
  readonly reason: string;
  readonly location: string;
}

/** Room for a signature with a chain of three certificates, and for a time stamp with as many; bytes. */
const ROOM = 12_000;
const ROOM_FOR_STAMP = 12_000;
/** Wide enough for every offset: the range is filled in when the rest is written. */
const RANGE_WIDTH = 40;

/**
 * Signs and certifies the whole of a PDF (PAdES baseline B, or B-T with a time stamp; DocMDP P=1: any later change makes the
 * certification invalid) by an incremental update: what was there stays as it was, byte for byte. The PDF must have plain
 * cross-reference tables. The same PDF, certificate, time and time stamp give the same bytes.
 */
export async function signPdf(pdf: Buffer, identity: SigningIdentity, signature: Signature, stamp?: Stamp): Promise<Buffer> {
  const room = ROOM + (stamp ? ROOM_FOR_STAMP : 0);
  const prepared = Buffer.concat([pdf, update(readBase(pdf), signature, room)]);
  const start = prepared.lastIndexOf(`<${'0'.repeat(room * 2)}>`);
  const end = start + room * 2 + 2;
  const range = `[0 ${start} ${end} ${prepared.length - end}]`;
  prepared.write(range.padEnd(RANGE_WIDTH), prepared.lastIndexOf('/ByteRange ') + '/ByteRange '.length, 'latin1');
  const content = Buffer.concat([prepared.subarray(0, start), prepared.subarray(end)]);
  const cms = await cadesSignature(content, identity, stamp);
  if (cms.length > room) throw new Error(`the signature takes ${cms.length} bytes, and there is room for ${room}`);
  prepared.write(cms.toString('hex'), start + 1, 'latin1');
  return prepared;
}

/** The signature with its field, the page and the catalog that name them, and their table. */
function update(base: PdfBase, signature: Signature, room: number): Buffer {
  const [sig, field] = [base.size, base.size + 1];
  const page = base.pages[0]!;
  const annotations = (dictOf(page).get('Annots') ?? []) as readonly RawPdfValue[];
  const objects = new Map<number, string>([
    [
      base.root.number,
      withEntries(dictOf(base.root), { AcroForm: `<</Fields [${field} 0 R] /SigFlags 3>>`, Perms: `<</DocMDP ${sig} 0 R>>` }),
    ],
    [page.number, withEntries(dictOf(page), { Annots: `[${[...annotations.map(canonicalPdf), `${field} 0 R`].join(' ')}]` })],
    [sig, signatureDict(signature, room)],
    [
      field,
      `<</Type /Annot /Subtype /Widget /FT /Sig /T ${textOf('Signature1')} /V ${sig} 0 R /P ${page.number} 0 R /Rect [0 0 0 0] /F 132>>`,
    ],
  ]);
  const from = base.text.length;
  let text = base.text.endsWith('\n') ? '' : '\n';
  const offsets = new Map<number, number>();
  for (const [number, body] of [...objects].sort(([one], [other]) => one - other)) {
    offsets.set(number, from + text.length);
    text += `${number} 0 obj\n${body}\nendobj\n`;
  }
  return Buffer.from(text + table(base, offsets, from + text.length), 'latin1');
}

function signatureDict({ at, name, reason, location }: Signature, room: number): string {
  const permission = `<</Type /SigRef /TransformMethod /DocMDP /TransformParams <</Type /TransformParams /P 1 /V /1.2>>>>`;
  return (
    `<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /ByteRange ${' '.repeat(RANGE_WIDTH)} ` +
    `/Contents <${'0'.repeat(room * 2)}> /M (${pdfDate(at)}) /Name ${textOf(name)} /Reason ${textOf(reason)} ` +
    `/Location ${textOf(location)} /Prop_Build <</App <</Name /Terbit>>>> /Reference [${permission}]>>`
  );
}

function table({ startxref, trailer }: PdfBase, offsets: ReadonlyMap<number, number>, begin: number): string {
  const lines = [...offsets].map(([number, offset]) => `${number} 1\n${String(offset).padStart(10, '0')} 00000 n \n`);
  const size = Math.max(...offsets.keys()) + 1;
  const kept = ['Root', 'Info', 'ID'].flatMap((key) => (trailer.has(key) ? [`/${key} ${canonicalPdf(trailer.get(key)!)}`] : []));
  return `xref\n${lines.join('')}trailer\n<</Size ${size} ${kept.join(' ')} /Prev ${startxref}>>\nstartxref\n${begin}\n%%EOF\n`;
}

function withEntries(dict: PdfDict, entries: Readonly<Record<string, string>>): string {
  const kept = canonicalPdf(new Map([...dict].filter(([key]) => !Object.hasOwn(entries, key))));
  const added = Object.entries(entries).map(([key, value]) => `/${key} ${value}`);
  return `${kept.slice(0, -2)} ${added.join(' ')}>>`;
}

/** A text string: UTF-16 with its byte order mark, in hexadecimal. */
function textOf(text: string): string {
  return `<${Buffer.from(`\ufeff${text}`, 'utf16le').swap16().toString('hex')}>`;
}

function pdfDate(at: Date): string {
  return `D:${at.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;
}
