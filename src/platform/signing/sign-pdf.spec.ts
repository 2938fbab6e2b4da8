import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PDFDocument from 'pdfkit';
import * as pkijs from 'pkijs';
import type { Seal } from './seal.js';
import { signPdf } from './sign-pdf.js';
import { makeTestCertificate, readTestCertificate } from './test-certificate.js';

const NOW = new Date('2026-11-23T02:00:00Z');
const WORDS = { at: NOW, name: 'Dinas Contoh (uji)', reason: 'Surat izin 503/0001', location: 'Sidikalang' };

let seal: Seal;
let pdf: Buffer;
beforeAll(async () => {
  seal = await readTestCertificate(await makeTestCertificate('Dinas Contoh', NOW));
  pdf = await page('Surat izin');
});

function page(text: string): Promise<Buffer> {
  return new Promise((resolve) => {
    const document = new PDFDocument({ size: 'A4', info: { CreationDate: NOW } });
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks)));
    document.text(text).end();
  });
}

/** What is signed, and the signature over it, by the ByteRange that stands in the file. */
function partsOf(signed: Buffer): { content: Buffer; signature: Buffer; end: number } {
  const range = /\/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]/.exec(signed.toString('latin1'))!.slice(1).map(Number);
  const [from, length, after, rest] = range as [number, number, number, number];
  const content = Buffer.concat([signed.subarray(from, from + length), signed.subarray(after, after + rest)]);
  const hex = signed.subarray(from + length + 1, after - 1).toString('latin1');
  return { content, signature: Buffer.from(hex, 'hex'), end: after + rest };
}

async function verify(signed: Buffer): Promise<boolean> {
  const { content, signature } = partsOf(signed);
  const cms = new pkijs.SignedData({ schema: pkijs.ContentInfo.fromBER(signature).content });
  return cms.verify({ signer: 0, data: new Uint8Array(content).buffer, checkChain: false });
}

it('signs the whole document and changes no byte of what was there', async () => {
  const signed = await signPdf(pdf, seal, WORDS);
  const { content, end } = partsOf(signed);
  expect(end).toBe(signed.length);
  expect(content.length).toBeGreaterThan(pdf.length);
  expect(signed.subarray(0, pdf.length - 1)).toEqual(pdf.subarray(0, pdf.length - 1));
  expect(await verify(signed)).toBe(true);
});

it('is broken by one changed byte', async () => {
  const signed = await signPdf(pdf, seal, WORDS);
  const place = signed.indexOf('/Producer') + 12;
  signed[place]! ^= 1;
  await expect(verify(signed)).rejects.toThrow("Message digest doesn't match");
});

it('says as PAdES baseline B which certificate signed, and gives the same bytes again', async () => {
  const signed = await signPdf(pdf, seal, WORDS);
  const text = signed.toString('latin1');
  expect(text).toContain('/SubFilter /ETSI.CAdES.detached');
  const hash = createHash('sha256').update(seal.chain[0]!).digest();
  expect(partsOf(signed).signature.includes(hash)).toBe(true);
  expect((await signPdf(pdf, seal, WORDS)).equals(signed)).toBe(true);
});

const pdfsig = installed('pdfsig') ? it : it.skip;
if (!installed('pdfsig')) console.warn('pdfsig is not installed: signatures are not checked by it (Debian: apt-get install poppler-utils)');

pdfsig('is called valid and whole by pdfsig', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'terbit-sign-'));
  try {
    const path = join(dir, 'signed.pdf');
    writeFileSync(path, await signPdf(pdf, seal, WORDS));
    const said = execFileSync('pdfsig', [path], { encoding: 'utf8' });
    expect(said).toContain('Signature is Valid');
    expect(said).toContain('Total document signed');
    expect(said).toContain('ETSI.CAdES.detached');
  } finally {
    rmSync(dir, { recursive: true });
  }
});

function installed(program: string): boolean {
  try {
    execFileSync(program, ['-v'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}
