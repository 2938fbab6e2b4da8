import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import forge from 'node-forge';
import { signingIdentityOf, type SigningIdentity } from '../../src/platform/signing/signing-identity.js';

/** What stands in a certificate. */
export interface Subject {
  readonly name: string;
  /** `serialNumber` of the subject, where some issuers write the NIK. */
  readonly serial?: string;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** For a time stamp server. */
  readonly timeStamping?: boolean;
}

const FROM = new Date('2026-01-01T00:00:00Z');
const UNTIL = new Date('2028-01-01T00:00:00Z');

/** A certificate authority of a test, which issues what a test asks for. */
export class TestAuthority {
  private readonly pair = pair();
  readonly certificate: forge.pki.Certificate;

  constructor(readonly name: string) {
    this.certificate = bare({ name }, this.pair.publicKey);
    this.certificate.setIssuer(this.certificate.subject.attributes);
    this.certificate.setExtensions([
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ]);
    this.certificate.sign(this.pair.privateKey, forge.md.sha256.create());
  }

  get pem(): string {
    return forge.pki.certificateToPem(this.certificate);
  }

  /** A certificate with its key, as a signing service holds one for a person. */
  issue(subject: Subject): Promise<SigningIdentity> {
    const { certificate, privateKey } = this.made(subject);
    const key = createPrivateKey(forge.pki.privateKeyToPem(privateKey));
    return signingIdentityOf([der(certificate), der(this.certificate)], key, false);
  }

  /** The same in PEM. */
  pemOf(subject: Subject): { readonly certificate: string; readonly key: string } {
    const { certificate, privateKey } = this.made(subject);
    return { certificate: forge.pki.certificateToPem(certificate), key: forge.pki.privateKeyToPem(privateKey) };
  }

  /** The same as a PKCS#12 file. */
  p12(subject: Subject, password: string): Buffer {
    const { certificate, privateKey } = this.made(subject);
    return Buffer.from(forge.asn1.toDer(forge.pkcs12.toPkcs12Asn1(privateKey, [certificate], password)).getBytes(), 'latin1');
  }

  private made(subject: Subject) {
    const { privateKey, publicKey } = pair();
    const certificate = bare(subject, publicKey);
    certificate.setIssuer(this.certificate.subject.attributes);
    certificate.setExtensions([
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, nonRepudiation: true, critical: true },
      ...(subject.timeStamping ? [{ name: 'extKeyUsage', timeStamping: true, critical: true }] : []),
    ]);
    certificate.sign(this.pair.privateKey, forge.md.sha256.create());
    return { certificate, privateKey };
  }
}

function bare({ name, serial, notBefore = FROM, notAfter = UNTIL }: Subject, publicKey: forge.pki.PublicKey): forge.pki.Certificate {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = publicKey;
  certificate.serialNumber = `01${forge.util.bytesToHex(forge.random.getBytesSync(15))}`;
  certificate.validity.notBefore = notBefore;
  certificate.validity.notAfter = notAfter;
  certificate.setSubject([
    { name: 'commonName', value: name },
    ...(serial ? [{ name: 'serialNumber', value: serial }] : []),
    { name: 'organizationName', value: 'Kabupaten Contoh' },
    { name: 'countryName', value: 'ID' },
  ]);
  return certificate;
}

function pair(): forge.pki.rsa.KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { privateKey: forge.pki.privateKeyFromPem(privateKey), publicKey: forge.pki.publicKeyFromPem(publicKey) };
}

function der(certificate: forge.pki.Certificate): Buffer {
  return Buffer.from(forge.asn1.toDer(forge.pki.certificateToAsn1(certificate)).getBytes(), 'latin1');
}
