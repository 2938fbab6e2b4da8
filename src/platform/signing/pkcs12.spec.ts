import forge from 'node-forge';
import { readPkcs12 } from './pkcs12.js';
import { makeTestCertificate } from './test-certificate.js';

const NOW = new Date('2026-11-23T02:00:00Z');
const PASSWORD = 'kata sandi yang panjang';

let key: string;
let certificate: string;
beforeAll(async () => {
  const pem = await makeTestCertificate('Dinas Contoh', NOW);
  [key, certificate] = [pem.slice(0, pem.indexOf('-----BEGIN CERTIFICATE')), pem.slice(pem.indexOf('-----BEGIN CERTIFICATE'))];
});

function p12(algorithm: 'aes256' | '3des', certificates = [certificate], privateKey: string | null = key): Buffer {
  const asn1 = forge.pkcs12.toPkcs12Asn1(
    privateKey === null ? null : forge.pki.privateKeyFromPem(privateKey),
    certificates.map((pem) => forge.pki.certificateFromPem(pem)),
    PASSWORD,
    { algorithm },
  );
  return Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'latin1');
}

it.each(['aes256', '3des'] as const)('reads certificate and key of a file locked with %s', async (algorithm) => {
  const identity = await readPkcs12(p12(algorithm), PASSWORD);
  expect(identity.name).toBe('UJI COBA Dinas Contoh');
  expect(identity.test).toBe(false);
  expect(identity.notAfter.getUTCFullYear()).toBe(2036);
});

it('finds the certificate of the key among others', async () => {
  const other = await makeTestCertificate('Yang lain', NOW);
  const identity = await readPkcs12(p12('aes256', [other.slice(other.indexOf('-----BEGIN CERTIFICATE')), certificate]), PASSWORD);
  expect(identity.name).toBe('UJI COBA Dinas Contoh');
  expect(identity.chain).toHaveLength(2);
});

it.each([
  ['a wrong password', () => readPkcs12(p12('aes256'), 'salah'), 'the password is wrong'],
  ['something else', () => readPkcs12(Buffer.from('%PDF-1.7'), PASSWORD), 'it is no PKCS#12 file'],
  ['an empty file', () => readPkcs12(Buffer.alloc(0), PASSWORD), 'it is no PKCS#12 file'],
  ['a file without a key', () => readPkcs12(p12('aes256', [certificate], null), PASSWORD), 'it holds no RSA private key'],
])('refuses %s', async (_, read, sentence) => {
  await expect(read()).rejects.toThrow(sentence);
});
