import { createPrivateKey } from 'node:crypto';
import forge from 'node-forge';
import { signingIdentityOf, type SigningIdentity } from './signing-identity.js';

/**
 * Reads a certificate with its key out of a PKCS#12 file; throws a sentence that says what is wrong with it, without its content. Whether
 * the certificate is valid now is asked when something is signed.
 */
export async function readPkcs12(file: Buffer, password: string): Promise<SigningIdentity> {
  const bags = contentOf(file, password);
  const keys = bagsOf(bags, forge.pki.oids['pkcs8ShroudedKeyBag']!, forge.pki.oids['keyBag']!);
  const certificates = bagsOf(bags, forge.pki.oids['certBag']!);
  const [key] = keys;
  if (!key?.key) throw new Error('it holds no RSA private key');
  const { privateKey, publicKeyOf } = rsa(key.key);
  const own = certificates.find(({ cert }) => cert && publicKeyOf(cert));
  if (!own) throw new Error('it holds no certificate of its private key');
  const others = certificates.filter((bag) => bag !== own && bag.cert);
  return signingIdentityOf(
    [own, ...others].map(({ cert }) => der(cert!)),
    privateKey,
    false,
  );
}

function contentOf(file: Buffer, password: string): forge.pkcs12.Pkcs12Pfx {
  let asn1: forge.asn1.Asn1;
  try {
    asn1 = forge.asn1.fromDer(file.toString('latin1'));
  } catch {
    throw new Error('it is no PKCS#12 file');
  }
  try {
    return forge.pkcs12.pkcs12FromAsn1(asn1, password);
  } catch (error) {
    const wrong = /password|mac|decrypt/i.test((error as Error).message);
    throw new Error(wrong ? 'the password is wrong' : `it cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

function bagsOf(content: forge.pkcs12.Pkcs12Pfx, ...types: string[]): forge.pkcs12.Bag[] {
  return types.flatMap((bagType) => content.getBags({ bagType })[bagType] ?? []);
}

function rsa(key: forge.pki.rsa.PrivateKey) {
  const privateKey = createPrivateKey(forge.pki.privateKeyToPem(key));
  return {
    privateKey,
    publicKeyOf: ({ publicKey }: forge.pki.Certificate) => (publicKey as forge.pki.rsa.PublicKey).n?.equals(key.n) ?? false,
  };
}

function der(certificate: forge.pki.Certificate): Buffer {
  return Buffer.from(forge.asn1.toDer(forge.pki.certificateToAsn1(certificate)).getBytes(), 'latin1');
}
