import { plainAddPlaceholder } from '@signpdf/placeholder-plain';
import { SignPdf } from '@signpdf/signpdf';
import { Signer, SUBFILTER_ETSI_CADES_DETACHED } from '@signpdf/utils';
import { cadesSignature } from './cades.js';
import type { Seal } from './seal.js';

/** What the signature says of itself. */
export interface Signature {
  readonly at: Date;
  readonly name: string;
  readonly reason: string;
  readonly location: string;
}

/** Room for a signature with a chain of three certificates; bytes. */
const ROOM = 12_000;

/**
 * Signs the whole of a PDF (PAdES baseline B) by an incremental update: what was there stays as it was, byte for byte. The PDF must
 * have a plain cross-reference table. The same PDF, seal and time give the same bytes.
 */
export function signPdf(pdf: Buffer, seal: Seal, { at, ...words }: Signature): Promise<Buffer> {
  const prepared = plainAddPlaceholder({
    pdfBuffer: pdf,
    ...words,
    contactInfo: '',
    signingTime: at,
    signatureLength: ROOM,
    subFilter: SUBFILTER_ETSI_CADES_DETACHED,
    appName: 'Terbit',
  });
  return new SignPdf().sign(atItsTable(prepared), new SealSigner(seal), at);
}

/** The library's `startxref` names the line break before the cross-reference table, of which strict readers warn. */
function atItsTable(pdf: Buffer): Buffer {
  const begin = pdf.lastIndexOf('startxref');
  const offset = Number(/startxref\s+(\d+)/.exec(pdf.toString('latin1', begin))?.[1]);
  const table = pdf.indexOf('xref', offset);
  return table === offset ? pdf : Buffer.concat([pdf.subarray(0, begin), Buffer.from(`startxref\n${table}\n%%EOF`)]);
}

class SealSigner extends Signer {
  constructor(private readonly seal: Seal) {
    super();
  }

  override sign(content: Buffer): Promise<Buffer> {
    return cadesSignature(content, this.seal);
  }
}
