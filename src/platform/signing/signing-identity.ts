import { webcrypto, X509Certificate, type KeyObject } from 'node:crypto';

/** A certificate with its key: what a letter is sealed with. */
export interface SigningIdentity {
  /** DER, the signer's first, then those that vouch for it. */
  readonly chain: readonly Buffer[];
  readonly key: webcrypto.CryptoKey;
  /** Whom the certificate names. */
  readonly name: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Made by the service itself, and trusted by nobody: what it seals says that it is a test. */
  readonly test: boolean;
}

const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;

/** A seal of DER certificates and an RSA private key; throws a sentence when key and certificate do not belong together. */
export async function signingIdentityOf(chain: readonly Buffer[], key: KeyObject, test: boolean): Promise<SigningIdentity> {
  const certificate = new X509Certificate(chain[0]!);
  if (!certificate.checkPrivateKey(key)) throw new Error('the certificate does not belong to the private key');
  const pkcs8 = key.export({ type: 'pkcs8', format: 'der' });
  return {
    chain,
    key: await webcrypto.subtle.importKey('pkcs8', pkcs8, RSA, false, ['sign']),
    name: commonName(certificate),
    notBefore: new Date(certificate.validFrom),
    notAfter: new Date(certificate.validTo),
    test,
  };
}

function commonName({ subject }: X509Certificate): string {
  return /^CN=(.+)$/m.exec(subject)?.[1] ?? subject.replaceAll('\n', ', ');
}
