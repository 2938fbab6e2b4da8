import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SigningIdentity } from '../../src/platform/signing/signing-identity.js';
import { signPdf } from '../../src/platform/signing/sign-pdf.js';
import { TestAuthority } from './certificates.js';

export const NIK = '1211014508900001';
export const PASSPHRASE = 'rahasia #1234';
const CLIENT = `Basic ${Buffer.from('terbit:klien').toString('base64')}`;
const AT = new Date('2026-11-23T02:00:00Z');

/** A signing service that speaks BSrE's client API and really signs; `answer` makes it do otherwise. */
export class SigningService {
  readonly asked: { readonly fields: Readonly<Record<string, string>>; readonly file: Buffer }[] = [];
  answer: 'sign' | 'hang' | 'break' | 'unsigned' | ((pdf: Buffer, seal: SigningIdentity) => Buffer | Promise<Buffer>) = 'sign';

  private constructor(
    private readonly server: Server,
    readonly url: string,
    readonly authority: TestAuthority,
    private readonly dir: string,
  ) {}

  static async start(): Promise<SigningService> {
    const authority = new TestAuthority('Penerbit (uji)');
    const seal = await authority.issue({ name: 'KADIS (DEMO)', serial: NIK });
    const dir = mkdtempSync(join(tmpdir(), 'terbit-signer-'));
    writeFileSync(join(dir, 'trust.pem'), authority.pem);
    const made: { service?: SigningService } = {};
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const headers = { 'content-type': request.headers['content-type']! };
        const right = request.headers.authorization === CLIENT && request.url === '/api/sign/pdf';
        void made.service!.reply(new Response(Buffer.concat(chunks), { headers }), seal, right).then((answer) => {
          if (!answer) return;
          response.writeHead(answer.status, answer.headers).end(answer.body);
        });
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (made.service = new SigningService(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`, authority, dir));
  }

  /** Settings of a service that has its letters signed here. */
  get env(): Record<string, string> {
    const account = { SIGNER_USERNAME: 'terbit', SIGNER_PASSWORD: 'klien', SIGNER_TIMEOUT_MS: '12000' };
    return { SIGNER_URL: this.url, SIGNER_TRUST: join(this.dir, 'trust.pem'), ...account };
  }

  stop(): Promise<void> {
    rmSync(this.dir, { recursive: true, force: true });
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async reply(request: Response, seal: SigningIdentity, right: boolean) {
    const json = (status: number, error: string) => ({ status, headers: {}, body: JSON.stringify({ status, error }) });
    if (!right) return json(401, 'Akses ditolak');
    const form = await request.formData();
    const { file, ...fields } = Object.fromEntries(form) as Record<string, string> & { file: Blob };
    const pdf = Buffer.from(await file.arrayBuffer());
    this.asked.push({ fields, file: pdf });
    if (this.answer === 'hang') return undefined;
    if (this.answer === 'break') return json(500, 'Internal server error');
    if (fields['nik'] !== NIK || fields['passphrase'] !== PASSPHRASE) return json(400, `Passphrase anda salah: ${fields['passphrase']}`);
    const body =
      typeof this.answer === 'function'
        ? await this.answer(pdf, seal)
        : this.answer === 'unsigned'
          ? pdf
          : await signPdf(pdf, seal, { at: AT, name: seal.name, reason: fields['reason']!, location: '' });
    return { status: 200, headers: { 'content-type': 'application/pdf', id_dokumen: 'dok-1' }, body };
  }
}
