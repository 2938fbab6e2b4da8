import { Inject, Injectable } from '@nestjs/common';
import type { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Clock } from '../../kernel/clock.js';
import { refusal, type Refusal } from '../../kernel/refusal.js';
import { CONFIG, type Config } from '../config/config.js';
import { StartProblem } from '../config/start-problem.js';
import { PdfFault } from './pdf-syntax.js';
import { certificateFacts, isOf } from './signer-certificate.js';
import { checkSigned } from './signed-pdf.js';
import { distrustOf, readAnchors, type Distrust } from './trust.js';

export const signerRefused = refusal('invalid', 'SIGNER_REFUSED', {
  id: 'Layanan tanda tangan elektronik menolak: {said}',
  en: 'The signing service refused: {said}',
});
export const signerUnavailable = refusal('unavailable', 'SIGNER_UNAVAILABLE', {
  id: 'Layanan tanda tangan elektronik sedang tidak dapat dihubungi; coba lagi.',
  en: 'The signing service cannot be reached at the moment; try again.',
});
export const signatureBad = refusal('bad-gateway', 'SIGNATURE_BAD', {
  id: 'Layanan tanda tangan elektronik tidak mengembalikan surat yang dikirim, ditandatangani seluruhnya dan tanpa perubahan lain. Surat ini tetap belum ditandatangani.',
  en: 'The signing service did not give back the letter that was sent, signed as a whole and changed in nothing else. The letter stays unsigned.',
});
export const signerUntrusted = refusal('bad-gateway', 'SIGNER_CERTIFICATE_UNTRUSTED', {
  id: 'Sertifikat penanda tangan tidak diterbitkan oleh penerbit yang dipercaya. Surat ini tetap belum ditandatangani.',
  en: 'The certificate of the signer was not issued by a trusted issuer. The letter stays unsigned.',
});
export const signerExpired = refusal('bad-gateway', 'SIGNER_CERTIFICATE_NOT_VALID_NOW', {
  id: 'Sertifikat penanda tangan belum atau tidak lagi berlaku. Surat ini tetap belum ditandatangani.',
  en: 'The certificate of the signer is not valid now. The letter stays unsigned.',
});
export const signerIsAnother = refusal('bad-gateway', 'SIGNER_CERTIFICATE_OF_ANOTHER', {
  id: 'Sertifikat penanda tangan atas nama orang lain, bukan {name}. Surat ini tetap belum ditandatangani.',
  en: 'The certificate of the signer is that of somebody else, not of {name}. The letter stays unsigned.',
});

const DISTRUSTED = {
  expired: signerExpired,
  'not-yet-valid': signerExpired,
  'unknown-issuer': signerUntrusted,
  'not-for-signing': signerUntrusted,
} as const satisfies Record<Distrust, unknown>;

/** The signing service has answered something that must not be taken: what the person reads, and what the audit keeps. */
export class DeviantAnswer extends Error {
  constructor(
    readonly refusal: Refusal,
    readonly fault: string,
    /** SHA-256 of the certificate, where there was one. */
    readonly certificate: string | null = null,
  ) {
    super(fault);
  }
}

/** What a person gives to sign one letter; never stored, logged or queued. */
export interface SigningSecret {
  /** NIK under which the person is enrolled with the signing service. */
  readonly nik: string;
  readonly passphrase: string;
}

/** Who is to sign, as it stands on the letter, and what the signature says of itself. */
export interface RemoteSignature {
  readonly name: string;
  readonly reason: string;
  readonly location: string;
}

/** A PDF as it came back. */
export interface RemotelySigned {
  readonly pdf: Buffer;
  /** `id_dokumen` of the signing service. */
  readonly documentId: string | null;
  /** The certificate that signed, DER. */
  readonly certificate: Buffer;
}

const LARGEST_PDF = 20 * 1024 * 1024;
const LONGEST_SENTENCE = 300;

/**
 * A signing service in the shape of BSrE's client API (`POST /api/sign/pdf`, Basic authentication, the person's passphrase with each
 * request). It is called while the person waits: a passphrase has no business in a queue.
 */
@Injectable()
export class RemoteSigner {
  private anchors: readonly X509Certificate[] = [];

  constructor(
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Reads whom to trust; throws `StartProblem` where that is nobody. */
  open(): void {
    const { signerUrl, signerTrust } = this.config;
    if (signerUrl !== undefined && signerTrust !== undefined) this.anchors = anchorsIn(signerTrust);
  }

  /** Whether letters are signed there, in place of the agency's own certificate. */
  get configured(): boolean {
    return this.config.signerUrl !== undefined;
  }

  /**
   * Signs invisibly: what the letter shows was frozen before. Refuses with the service's own sentence; throws `DeviantAnswer` where it
   * answers anything but the same letter, signed as a whole by a trusted certificate of the one who is to sign.
   */
  async sign(pdf: Buffer, { nik, passphrase }: SigningSecret, { name, ...words }: RemoteSignature): Promise<RemotelySigned> {
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(pdf)], { type: 'application/pdf' }), 'surat.pdf');
    for (const [field, value] of Object.entries({ nik, passphrase, tampilan: 'invisible', ...words })) form.set(field, value);
    const { response, body } = await this.post(form);
    if (response.status >= 500) throw signerUnavailable();
    if (!response.ok) throw signerRefused({ said: sentence(body, passphrase) });
    const certificate = await this.checked(pdf, body, { name, nik });
    return { pdf: body, documentId: response.headers.get('id_dokumen'), certificate };
  }

  /** The certificate behind a signature that can be taken. */
  private async checked(sent: Buffer, signed: Buffer, signer: { readonly name: string; readonly nik: string }): Promise<Buffer> {
    const { chain } = await checkSigned(sent, signed).catch((error: unknown) => {
      throw new DeviantAnswer(signatureBad(), error instanceof PdfFault ? error.message : 'the signature cannot be read');
    });
    const { sha256 } = certificateFacts(chain[0]!);
    const distrust = distrustOf(chain, this.anchors, this.clock.now());
    if (distrust) throw new DeviantAnswer(DISTRUSTED[distrust](), distrust, sha256);
    if (!isOf(chain[0]!, signer))
      throw new DeviantAnswer(signerIsAnother({ name: signer.name }), 'the certificate of somebody else', sha256);
    return chain[0]!;
  }

  private async post(form: FormData): Promise<{ readonly response: Response; readonly body: Buffer }> {
    const { signerUrl, signerUsername, signerPassword, signerTimeoutMs } = this.config;
    const credentials = Buffer.from(`${signerUsername}:${signerPassword}`).toString('base64');
    try {
      const response = await fetch(`${signerUrl!.replace(/\/+$/, '')}/api/sign/pdf`, {
        method: 'POST',
        headers: { authorization: `Basic ${credentials}` },
        body: form,
        redirect: 'error',
        signal: AbortSignal.timeout(signerTimeoutMs),
      });
      return { response, body: await bounded(response) };
    } catch (error) {
      if (error instanceof DeviantAnswer) throw error;
      throw signerUnavailable();
    }
  }
}

/** The body, as long as it is no longer than a letter can be. */
async function bounded(response: Response): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of response.body ?? []) {
    pieces.push(Buffer.from(piece as Uint8Array));
    size += pieces.at(-1)!.length;
    if (size > LARGEST_PDF) throw new DeviantAnswer(signatureBad(), 'the answer is too long');
  }
  return Buffer.concat(pieces);
}

function anchorsIn(path: string): readonly X509Certificate[] {
  try {
    return readAnchors(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new StartProblem(`SIGNER_TRUST: ${path}: ${(error as Error).message}`);
  }
}

/** What the service says, without anything that it may have echoed. */
function sentence(body: Buffer, passphrase: string): string {
  let said = body.subarray(0, 10_000).toString('utf8');
  try {
    const { error, message } = JSON.parse(said) as { error?: unknown; message?: unknown };
    said = [error, message].find((each) => typeof each === 'string') ?? '';
  } catch {
    said = '';
  }
  return (
    said
      .replaceAll(passphrase, '…')
      .replace(/[\p{Cc}<>]/gu, ' ')
      .replace(/\d{16}/g, '…')
      .slice(0, LONGEST_SENTENCE)
      .trim() || '-'
  );
}
