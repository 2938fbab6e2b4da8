import { createHash } from 'node:crypto';
import PDFDocument from 'pdfkit';
import { checkSigned, partsOf } from '../src/platform/signing/signed-pdf.js';
import { pdfsig, verifySignature } from './support/signature.js';
import type { SigningIdentity } from '../src/platform/signing/signing-identity.js';
import { signPdf } from '../src/platform/signing/sign-pdf.js';
import { makeTestCertificate, readTestCertificate } from '../src/platform/signing/test-certificate.js';

const NOW = new Date('2026-11-23T02:00:00Z');
const WORDS = { at: NOW, name: 'Dinas Contoh (uji)', reason: 'Surat izin 503/0001', location: 'Sidikalang' };

let seal: SigningIdentity;
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

it('signs the whole document and changes no byte of what was there', async () => {
  const signed = await signPdf(pdf, seal, WORDS);
  const { content, end } = partsOf(signed);
  expect(end).toBe(signed.length);
  expect(content.length).toBeGreaterThan(pdf.length);
  expect(signed.subarray(0, pdf.length).equals(pdf)).toBe(true);
  expect((await checkSigned(pdf, signed)).chain).toEqual(seal.chain);
  expect(await verifySignature(signed)).toBe(true);
});

it('is broken by one changed byte', async () => {
  const signed = await signPdf(pdf, seal, WORDS);
  const place = signed.indexOf('/Producer') + 12;
  signed[place]! ^= 1;
  await expect(verifySignature(signed)).rejects.toThrow("Message digest doesn't match");
});

it('says as PAdES baseline B which certificate signed, and gives the same bytes again', async () => {
  const signed = await signPdf(pdf, seal, WORDS);
  const text = signed.toString('latin1');
  expect(text).toContain('/SubFilter /ETSI.CAdES.detached');
  const hash = createHash('sha256').update(seal.chain[0]!).digest();
  expect(partsOf(signed).signature.includes(hash)).toBe(true);
  expect((await signPdf(pdf, seal, WORDS)).equals(signed)).toBe(true);
});

it('is called valid and whole by pdfsig, where it is installed', async () => {
  const said = pdfsig(await signPdf(pdf, seal, WORDS));
  for (const words of ['Signature is Valid', 'Total document signed', 'ETSI.CAdES.detached']) expect(said ?? words).toContain(words);
});
