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
  return new SignPdf().sign(prepared, new SealSigner(seal), at);
}

class SealSigner extends Signer {
  constructor(private readonly seal: Seal) {
    super();
  }

  override sign(content: Buffer): Promise<Buffer> {
    return cadesSignature(content, this.seal);
  }
}
