import { createHash } from 'node:crypto';
import * as pkijs from 'pkijs';
import {
  canonicalPdf,
  isDict,
  isRef,
  nameOf,
  PdfFault,
  type PdfDict,
  type PdfObject,
  type PdfString,
  type RawPdfValue,
} from './pdf-syntax.js';
import { dictOf, readBase, readUpdate, updated, type PdfBase, type PdfUpdate } from './pdf-update.js';

/** What is signed in a PDF, and the signature over it. */
export interface SignedParts {
  readonly content: Buffer;
  /** CMS, DER. */
  readonly signature: Buffer;
  /** Where the signed part ends; the length of the file where the whole of it is signed. */
  readonly end: number;
}

/** A signature that holds, and whose. */
export interface CheckedSignature {
  /** DER: the certificate that signed, then the others that came with it. */
  readonly chain: readonly Buffer[];
}

/** Keys of the catalog and of a page in which a signature leaves its traces; everything else stays as it was. */
const CATALOG_TRACES = ['AcroForm', 'Perms', 'Extensions', 'DSS', 'Version'];
const PAGE_TRACES = ['Annots'];
const FORM_KEYS = ['Fields', 'SigFlags', 'DA', 'DR', 'Type'];
const SUBFILTERS = ['ETSI.CAdES.detached', 'adbe.pkcs7.detached'];
/** SHA-256, SHA-384, SHA-512. */
const DIGESTS = ['2.16.840.1.101.3.4.2.1', '2.16.840.1.101.3.4.2.2', '2.16.840.1.101.3.4.2.3'];
const DATA = '1.2.840.113549.1.7.1';

/**
 * Whether a signed PDF is the one that was given to be signed, and nothing but that: it begins with the same bytes; what follows is one
 * incremental update that adds an invisible signature and changes no page; there is one ByteRange, from the first byte to the last, and
 * nothing but hexadecimal digits in its gap; and the signature holds over that range. Throws `PdfFault` with what is wrong.
 */
export async function checkSigned(sent: Buffer, signed: Buffer): Promise<CheckedSignature> {
  if (signed.length <= sent.length || !signed.subarray(0, sent.length).equals(sent)) {
    throw new PdfFault('it does not begin with the bytes that were sent');
  }
  const base = readBase(sent);
  const update = readUpdate(base, signed);
  const signature = signatureOf(base, update);
  onlyOneRange(update);
  onlyTraces(base, update);
  return checkCms(partsBy(signature, signed));
}

/** The parts of the last signature of a PDF, by the ByteRange that stands in it; throws where there is none. */
export function partsOf(signed: Buffer): SignedParts {
  const range = [...signed.toString('latin1').matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)].at(-1);
  if (!range) throw new PdfFault('there is no signature');
  const [from, length, after, rest] = range.slice(1).map(Number) as [number, number, number, number];
  const content = Buffer.concat([signed.subarray(from, from + length), signed.subarray(after, after + rest)]);
  const hex = signed.subarray(from + length + 1, after - 1).toString('latin1');
  return { content, signature: derOf(Buffer.from(hex, 'hex')), end: after + rest };
}

/** The one signature field of the update, which shows nothing and does nothing. */
function signatureOf(base: PdfBase, update: PdfUpdate): PdfDict {
  if (dictOf(base.root).has('AcroForm')) throw new PdfFault('the file that was sent has a form already');
  const catalog = update.objects.get(base.root.number);
  const entry = catalog && dictOf(catalog).get('AcroForm');
  const form = isRef(entry) ? dictOf(updated(update, entry)) : entry;
  if (!isDict(form)) throw new PdfFault('there is no signature field');
  const fields = form.get('Fields');
  const strange = [...form.keys()].find((key) => !FORM_KEYS.includes(key));
  if (strange !== undefined || !Array.isArray(fields) || fields.length !== 1)
    throw new PdfFault('the form is more than one signature field');
  const field = dictOf(newObject(base, update, (fields as readonly RawPdfValue[])[0]));
  if (nameOf(field.get('FT')) !== 'Sig' || field.has('Kids')) throw new PdfFault('the field is no signature field');
  const signature = dictOf(newObject(base, update, field.get('V')));
  if (!SUBFILTERS.includes(nameOf(signature.get('SubFilter')) ?? '')) throw new PdfFault('the kind of signature is not known');
  return signature;
}

function newObject(base: PdfBase, update: PdfUpdate, value: RawPdfValue | undefined): PdfObject {
  const object = updated(update, value);
  if (base.offsets.has(object.number)) throw new PdfFault(`object ${object.number} takes the place of another`);
  return object;
}

/** No second signature, however deep, and whoever refers to it. */
function onlyOneRange({ objects }: PdfUpdate): void {
  let ranges = 0;
  const look = (value: RawPdfValue): void => {
    if (Array.isArray(value)) value.forEach(look);
    else if (isDict(value)) {
      if (value.has('ByteRange')) ranges++;
      [...value.values()].forEach(look);
    }
  };
  for (const { value } of objects.values()) look(value);
  if (ranges !== 1) throw new PdfFault(`there are ${ranges} byte ranges`);
}

/** The update changes the catalog and pages in nothing but where a signature is noted, and no other object. */
function onlyTraces(base: PdfBase, update: PdfUpdate): void {
  const pages = new Map(base.pages.map((page) => [page.number, page]));
  const info = base.trailer.get('Info');
  for (const object of update.objects.values()) {
    const { number } = object;
    const page = pages.get(number);
    if (number === base.root.number) sameBut(dictOf(base.root), dictOf(object), CATALOG_TRACES, 'the catalog');
    else if (page) {
      sameBut(dictOf(page), dictOf(object), PAGE_TRACES, 'a page');
      onlyInvisible(base, update, dictOf(page).get('Annots') ?? [], dictOf(object).get('Annots') ?? []);
    } else if (isRef(info) && number === info.ref) dictOf(object);
    else if (base.offsets.has(number) || number < base.size) throw new PdfFault(`object ${number} takes the place of another`);
  }
}

function sameBut(before: PdfDict, after: PdfDict, traces: readonly string[], what: string): void {
  const rest = (dict: PdfDict) => canonicalPdf(new Map([...dict].filter(([key]) => !traces.includes(key))));
  if (rest(before) !== rest(after)) throw new PdfFault(`${what} was changed`);
}

function onlyInvisible(base: PdfBase, update: PdfUpdate, before: RawPdfValue, after: RawPdfValue): void {
  if (!Array.isArray(before) || !Array.isArray(after)) throw new PdfFault('the annotations of a page are no list');
  const [old, all] = [before as readonly RawPdfValue[], after as readonly RawPdfValue[]];
  if (canonicalPdf(all.slice(0, old.length)) !== canonicalPdf(old)) throw new PdfFault('an annotation was taken away');
  for (const added of all.slice(old.length)) {
    const widget = dictOf(newObject(base, update, added));
    const rect = widget.get('Rect');
    const [left, bottom, right, top] = Array.isArray(rect) ? (rect as readonly RawPdfValue[]) : [];
    const flat = typeof left === 'number' && typeof bottom === 'number' && (left === right || bottom === top);
    const acts = widget.has('A') || widget.has('AA');
    if (nameOf(widget.get('FT')) !== 'Sig' || !flat || acts) throw new PdfFault('an annotation was added that is no invisible signature');
  }
}

/** The range as it has to be: from the first byte to the string of the signature, and from there to the last. */
function partsBy(signature: PdfDict, signed: Buffer): SignedParts {
  const range = signature.get('ByteRange');
  const contents = signature.get('Contents') as PdfString | undefined;
  if (!contents?.hex || !Array.isArray(range)) throw new PdfFault('the signature lacks its range or its value');
  const { start, end } = contents;
  const right = [0, start, end, signed.length - end];
  if (range.length !== 4 || right.some((value, index) => (range as readonly RawPdfValue[])[index] !== value)) {
    throw new PdfFault('the byte range does not cover everything but the signature');
  }
  const gap = signed.subarray(start + 1, end - 1).toString('latin1');
  if (!/^[0-9A-Fa-f]*$/.test(gap) || gap.length % 2 !== 0) throw new PdfFault('there is more than the signature in the gap');
  const content = Buffer.concat([signed.subarray(0, start), signed.subarray(end)]);
  return { content, signature: derOf(Buffer.from(gap, 'hex')), end: signed.length };
}

/** The CMS without what fills the gap behind it, which has to be zeros. */
function derOf(filled: Buffer): Buffer {
  const octets = filled[1] !== undefined && filled[1] > 0x80 ? filled[1] & 0x7f : 0;
  if (filled[0] !== 0x30 || octets < 1 || octets > 4) throw new PdfFault('the signature is no CMS in DER');
  const length = 2 + octets + filled.readUIntBE(2, octets);
  if (length > filled.length || filled.subarray(length).some((byte) => byte !== 0))
    throw new PdfFault('the signature is followed by something');
  return filled.subarray(0, length);
}

/** One signer, over the content and nothing of its own, with a digest that holds. */
async function checkCms({ content, signature }: SignedParts): Promise<CheckedSignature> {
  const cms = new pkijs.SignedData({ schema: pkijs.ContentInfo.fromBER(signature).content });
  if (cms.signerInfos.length !== 1) throw new PdfFault(`there are ${cms.signerInfos.length} signers`);
  const [info] = cms.signerInfos;
  const { eContent, eContentType } = cms.encapContentInfo;
  if (eContentType !== DATA || eContent) throw new PdfFault('the signature is over something of its own');
  if (!info!.signedAttrs || !DIGESTS.includes(info!.digestAlgorithm.algorithmId)) throw new PdfFault('the digest is too weak');
  const checked = await verified(cms, content);
  const signer = Buffer.from(checked.toSchema().toBER());
  const others = (cms.certificates ?? []).filter((each): each is pkijs.Certificate => each instanceof pkijs.Certificate);
  const rest = others.map((each) => Buffer.from(each.toSchema().toBER())).filter((der) => !der.equals(signer));
  mustName(info!, signer);
  return { chain: [signer, ...rest] };
}

async function verified(cms: pkijs.SignedData, content: Buffer): Promise<pkijs.Certificate> {
  try {
    const data = new Uint8Array(content).buffer;
    const result = await cms.verify({ signer: 0, data, checkChain: false, extendedMode: true });
    if (result.signatureVerified && result.signerCertificate) return result.signerCertificate;
  } catch (error) {
    throw new PdfFault(`the signature does not hold: ${describe(error)}`, { cause: error });
  }
  throw new PdfFault('the signature does not hold');
}

/** Where the signature names its certificate by hash (CAdES), it is that one. */
function mustName(info: pkijs.SignerInfo, signer: Buffer): void {
  const named = info.signedAttrs?.attributes.find(({ type }) => type === '1.2.840.113549.1.9.16.2.47');
  if (!named) return;
  const value = Buffer.from((named.values[0] as { toBER(): ArrayBuffer }).toBER());
  const hashes = ['sha256', 'sha384', 'sha512'].map((name) => createHash(name).update(signer).digest());
  if (!hashes.some((hash) => value.includes(hash))) throw new PdfFault('the signature names another certificate');
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : ((error as { readonly message?: string }).message ?? 'unknown');
}
