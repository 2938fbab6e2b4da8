import { Inject, Injectable } from '@nestjs/common';
import { refusal } from '../../kernel/refusal.js';
import { CONFIG, type Config } from '../config/config.js';
import { isSignedWhole } from './signed-pdf.js';

export const signerRefused = refusal('invalid', 'SIGNER_REFUSED', {
  id: 'Layanan tanda tangan elektronik menolak: {said}',
  en: 'The signing service refused: {said}',
});
export const signerUnavailable = refusal('unavailable', 'SIGNER_UNAVAILABLE', {
  id: 'Layanan tanda tangan elektronik sedang tidak dapat dihubungi; coba lagi.',
  en: 'The signing service cannot be reached at the moment; try again.',
});
export const signatureBad = refusal('unavailable', 'SIGNATURE_BAD', {
  id: 'Layanan tanda tangan elektronik tidak mengembalikan PDF yang ditandatangani seluruhnya.',
  en: 'The signing service did not give back a PDF that is signed as a whole.',
});

/** What a person gives to sign one letter; never stored, logged or queued. */
export interface SigningSecret {
  /** NIK under which the person is enrolled with the signing service. */
  readonly nik: string;
  readonly passphrase: string;
}

/** A PDF as it came back. */
export interface RemotelySigned {
  readonly pdf: Buffer;
  /** `id_dokumen` of the signing service. */
  readonly documentId: string | null;
}

const LARGEST_PDF = 20 * 1024 * 1024;
const LONGEST_SENTENCE = 300;

/**
 * A signing service in the shape of BSrE's client API (`POST /api/sign/pdf`, Basic authentication, the person's passphrase with each
 * request). It is called while the person waits: a passphrase has no business in a queue.
 */
@Injectable()
export class RemoteSigner {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Whether letters are signed there, in place of the agency's own certificate. */
  get configured(): boolean {
    return this.config.signerUrl !== undefined;
  }

  /** Signs invisibly: what the letter shows was frozen before. Refuses with the service's own sentence. */
  async sign(
    pdf: Buffer,
    { nik, passphrase }: SigningSecret,
    words: { readonly reason: string; readonly location: string },
  ): Promise<RemotelySigned> {
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(pdf)], { type: 'application/pdf' }), 'surat.pdf');
    for (const [name, value] of Object.entries({ nik, passphrase, tampilan: 'invisible', ...words })) form.set(name, value);
    const { response, body } = await this.post(form);
    if (response.status >= 500) throw signerUnavailable();
    if (!response.ok) throw signerRefused({ said: sentence(body, passphrase) });
    if (body.length > LARGEST_PDF || !(await isSignedWhole(body))) throw signatureBad();
    return { pdf: body, documentId: response.headers.get('id_dokumen') };
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
      return { response, body: Buffer.from(await response.arrayBuffer()) };
    } catch {
      throw signerUnavailable();
    }
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
