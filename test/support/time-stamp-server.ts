import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { TestAuthority } from './certificates.js';

const CONFIG = `
[tsa]
default_tsa = t
[t]
serial = SERIAL
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
`;

/** A time stamp server (RFC 3161) on loopback, whose answers `openssl ts` makes; `answer` makes it do otherwise. */
export class TimeStampServer {
  asked = 0;
  answer: 'stamp' | 'break' | 'replay' | 'garbage' = 'stamp';
  private last: Buffer = Buffer.alloc(0);

  private constructor(
    private readonly server: Server,
    private readonly dir: string,
    readonly url: string,
  ) {}

  static async start({ timeStamping = true } = {}): Promise<TimeStampServer> {
    const dir = mkdtempSync(join(tmpdir(), 'terbit-tsa-'));
    const authority = new TestAuthority('CA Stempel Waktu (uji)');
    const { certificate, key } = authority.pemOf({ name: 'Stempel Waktu (uji)', timeStamping });
    const files = {
      'ca.pem': authority.pem,
      'tsa.pem': certificate,
      'tsa.key': key,
      SERIAL: '01\n',
      'tsa.cnf': CONFIG.replace('SERIAL', join(dir, 'SERIAL')),
    };
    for (const [name, content] of Object.entries(files)) writeFileSync(join(dir, name), content);
    const made: { service?: TimeStampServer } = {};
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        void made.service!.reply(Buffer.concat(chunks)).then(({ status, body }) => {
          response.writeHead(status, { 'content-type': 'application/timestamp-reply' }).end(body);
        });
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (made.service = new TimeStampServer(server, dir, `http://127.0.0.1:${(server.address() as AddressInfo).port}/tsa`));
  }

  stop(): Promise<void> {
    rmSync(this.dir, { recursive: true, force: true });
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  /** What `openssl ts -verify` says of a token over some bytes. */
  async verify(token: Buffer, bytes: Buffer): Promise<string> {
    const [tokenFile, dataFile] = [join(this.dir, 'token.der'), join(this.dir, 'data')];
    writeFileSync(tokenFile, token);
    writeFileSync(dataFile, bytes);
    const args = ['ts', '-verify', '-in', tokenFile, '-token_in', '-data', dataFile, '-CAfile', join(this.dir, 'ca.pem')];
    const { stdout, stderr } = await promisify(execFile)('openssl', args);
    return stdout + stderr;
  }

  private async reply(query: Buffer): Promise<{ readonly status: number; readonly body: Buffer }> {
    this.asked++;
    if (this.answer === 'break') return { status: 500, body: Buffer.alloc(0) };
    if (this.answer === 'garbage') return { status: 200, body: Buffer.from('<html>selamat datang</html>') };
    if (this.answer === 'replay') return { status: 200, body: this.last };
    const [asked, given] = [join(this.dir, `q${this.asked}`), join(this.dir, `r${this.asked}`)];
    writeFileSync(asked, query);
    const own = ['-signer', join(this.dir, 'tsa.pem'), '-inkey', join(this.dir, 'tsa.key')];
    try {
      await promisify(execFile)('openssl', [
        'ts',
        '-reply',
        '-config',
        join(this.dir, 'tsa.cnf'),
        '-queryfile',
        asked,
        ...own,
        '-out',
        given,
      ]);
      return { status: 200, body: (this.last = readFileSync(given)) };
    } catch {
      return { status: 500, body: Buffer.alloc(0) };
    }
  }
}
