import PDFDocument from 'pdfkit';
import type { SigningIdentity } from '../src/platform/signing/signing-identity.js';
import { PdfFault } from '../src/platform/signing/pdf-syntax.js';
import { checkSigned } from '../src/platform/signing/signed-pdf.js';
import { isOf, nameWords } from '../src/platform/signing/signer-certificate.js';
import { distrustOf, readAnchors } from '../src/platform/signing/trust.js';
import { TestAuthority } from './support/certificates.js';
import { resigned, signedBy, withLaterUpdate, withSecondRange, withShorterRange } from './support/hostile-signatures.js';

const NOW = new Date('2026-11-23T02:00:00Z');
const NIK = '1211014508900001';

let authority: TestAuthority;
let seal: SigningIdentity;
let sent: Buffer;
let signed: Buffer;
beforeAll(async () => {
  authority = new TestAuthority('CA Contoh');
  seal = await authority.issue({ name: 'SITI NURAINI', serial: NIK });
  sent = await page('Surat izin');
  signed = await signedBy(sent, seal);
});

function page(text: string): Promise<Buffer> {
  return new Promise((resolve) => {
    const document = new PDFDocument({ size: 'A4', pdfVersion: '1.7', info: { CreationDate: NOW } });
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks)));
    document.text(text).addPage().text('Lampiran').end();
  });
}

describe('a signed PDF', () => {
  it('is taken as it comes from an honest signer', async () => {
    expect((await checkSigned(sent, signed)).chain).toEqual(seal.chain);
  });

  it.each<[string, () => Buffer | Promise<Buffer>]>([
    ['the file as it was sent', () => sent],
    ['another file, signed', async () => signedBy(await page('Surat orang lain'), seal)],
    ['one byte more behind it', () => Buffer.concat([signed, Buffer.from('x')])],
    ['a comment behind it', () => Buffer.concat([signed, Buffer.from('%%EOF\n')])],
    ['an update behind the signature', () => withLaterUpdate(signed)],
    ['an update before the signature', async () => signedBy(withLaterUpdate(sent), seal)],
    ['a second signature', async () => signedBy(signed, seal)],
    ['a second byte range in the gap', () => withSecondRange(signed)],
    ['a range that ends before the file does', () => withShorterRange(signed)],
    ['a signature that shows something', () => resigned(sent, signed, seal, '/Rect [0 0 0 0]', '/Rect [0 0 9 9]')],
    ['an annotation of another kind', () => resigned(sent, signed, seal, '/FT /Sig', '/FT /Btn')],
    ['another size of the page', () => resigned(sent, signed, seal, '841.89]', '841.88]')],
    ['another content of the page', () => resigned(sent, signed, seal, /\/Contents (\d) 0 R/, '/Contents 1 0 R')],
    ['names in the catalog', () => resigned(sent, signed, seal, '/Perms <<', '/Names <<')],
    ['a range under an escaped name beside the first', () => resigned(sent, signed, seal, '/Prop_Build <', '/ByteRan#67e<')],
    ['an object in the place of another', () => resigned(sent, signed, seal, /\n\d+ 0 obj\n(?=<<\/Type \/Annot)/, replaced())],
    ['a table that names an object elsewhere', () => resigned(sent, signed, seal, /(\d)( 00000 n \ntrailer)/, '0$2')],
    ['an action', () => resigned(sent, signed, seal, '/F 132>>', '/AA 13>>')],
    ['a byte of the letter changed', () => flipped(signed, 700)],
    ['a digit of the signature changed', () => flipped(signed, signed.indexOf('/Contents <') + 4000)],
  ])('is refused with %s', async (_, make) => {
    await expect(checkSigned(sent, await make())).rejects.toThrow(PdfFault);
  });

  const replaced = () => {
    const number = /\n(\d+) 0 obj\n(?=<<\/Type \/Annot)/.exec(signed.toString('latin1'))![1]!;
    return `\n${'1'.padStart(number.length, '0')} 0 obj\n`;
  };
  const flipped = (pdf: Buffer, at: number) => {
    const copy = Buffer.from(pdf);
    copy[at]! ^= 1;
    return copy;
  };
});

describe('a certificate', () => {
  const trusted = () => readAnchors(authority.pem);
  it('counts within its validity, from a trusted issuer', async () => {
    expect(distrustOf(seal.chain, trusted(), NOW)).toBeNull();
    expect(distrustOf(seal.chain.slice(0, 1), trusted(), NOW)).toBeNull();
    expect(distrustOf(seal.chain, trusted(), new Date('2028-01-01T00:00:00Z'))).toBe('expired');
    expect(distrustOf(seal.chain, trusted(), new Date('2025-12-31T00:00:00Z'))).toBe('not-yet-valid');
    const namesake = await new TestAuthority('CA Contoh').issue({ name: 'SITI NURAINI' });
    expect(distrustOf(namesake.chain, trusted(), NOW)).toBe('unknown-issuer');
  });

  it('is not issued by one that may not issue', async () => {
    // The certificate of a person stands where that of an issuer should.
    const other = new TestAuthority('SITI NURAINI');
    const forged = await other.issue({ name: 'KADIS' });
    expect(distrustOf([forged.chain[0]!, ...seal.chain], trusted(), NOW)).toBe('unknown-issuer');
  });

  it.each([
    ['SITI NURAINI', NIK, true],
    ["Hj. Siti Nur'aini, S.Kep., Ns.", NIK, true],
    ['dr. Siti Nuraini', NIK, true],
    ['Siti Nuraini', '1211014508900002', false],
    ['Siti Nuraini Lubis', NIK, false],
    ['Siti', NIK, false],
    ['', NIK, false],
  ])('is that of %s with %s: %s', (name, nik, expected) => {
    expect(isOf(seal.chain[0]!, { name, nik })).toBe(expected);
  });

  it('is compared by names without titles', () => {
    expect(nameWords('Prof. Dr. H. Ahmad Yani, M.Si., Ph.D.')).toEqual(['ahmad', 'yani']);
    expect(nameWords('Nuraini Br. Sinaga A.Md.RMIK')).toEqual(['nuraini', 'br', 'sinaga']);
    expect(nameWords('Kadis (demo)')).toEqual(['kadis', 'demo']);
  });
});
