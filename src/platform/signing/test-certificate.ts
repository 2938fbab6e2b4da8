import { createPrivateKey, generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import forge from 'node-forge';
import { signingIdentityOf, type SigningIdentity } from './signing-identity.js';

const YEARS = 10;

/** PEM of a key and a certificate that vouches for itself: enough to try everything with, and worth nothing to anybody. */
export async function makeTestCertificate(organisation: string, now: Date): Promise<string> {
  const pair = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const certificate = forge.pki.createCertificate();
  const utf8 = (value: string) => ({ value: forge.util.encodeUtf8(value), valueTagClass: forge.asn1.Type.UTF8 });
  const name = [
    // ub-common-name and ub-organization-name of RFC 5280: 64 characters.
    { name: 'commonName', ...utf8(`UJI COBA ${organisation}`.slice(0, 64)) },
    { name: 'organizationName', ...utf8(organisation.slice(0, 64)) },
    { name: 'countryName', value: 'ID' },
  ] as unknown as forge.pki.CertificateField[];
  certificate.publicKey = forge.pki.publicKeyFromPem(pair.publicKey);
  certificate.serialNumber = `01${forge.util.bytesToHex(forge.random.getBytesSync(15))}`;
  certificate.validity.notBefore = new Date(now.getTime() - 86_400_000);
  certificate.validity.notAfter = new Date(new Date(now).setFullYear(now.getFullYear() + YEARS));
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, nonRepudiation: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ]);
  certificate.sign(forge.pki.privateKeyFromPem(pair.privateKey), forge.md.sha256.create());
  return pair.privateKey + forge.pki.certificateToPem(certificate);
}

/** The seal that `makeTestCertificate` wrote down. */
export function readTestCertificate(pem: string): Promise<SigningIdentity> {
  const certificate = forge.pki.certificateFromPem(pem.slice(pem.indexOf('-----BEGIN CERTIFICATE')));
  const der = Buffer.from(forge.asn1.toDer(forge.pki.certificateToAsn1(certificate)).getBytes(), 'latin1');
  return signingIdentityOf([der], createPrivateKey(pem), true);
}
