import { createHash } from 'node:crypto';
import { fromBER, ObjectIdentifier, OctetString, Sequence } from 'asn1js';
import * as pkijs from 'pkijs';
import type { SigningIdentity } from './signing-identity.js';

/** Object identifiers: RFC 5652 (CMS) and RFC 5035 (ESS). */
const OID = {
  data: '1.2.840.113549.1.7.1',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  timeStampToken: '1.2.840.113549.1.9.16.2.14',
} as const;

/** Answers a time-stamp token (RFC 3161, DER) over a signature value. */
export type Stamp = (signatureValue: Buffer) => Promise<Buffer>;

/**
 * A detached CAdES signature over `content`, DER, as PAdES baseline B wants it (ETSI EN 319 142-1, 6.3): the digest, and by its hash
 * the certificate that signed, are both signed; the time stands in the PDF, not here; a time stamp
 * (baseline B-T) is an unsigned attribute. The same content, and the same time stamp, give the same bytes.
 */
export async function cadesSignature(content: Buffer, identity: SigningIdentity, stamp?: Stamp): Promise<Buffer> {
  const chain = identity.chain.map((der) => pkijs.Certificate.fromBER(der));
  const signer = chain[0]!;
  const signerInfo = new pkijs.SignerInfo({
    version: 1,
    sid: new pkijs.IssuerAndSerialNumber({ issuer: signer.issuer, serialNumber: signer.serialNumber }),
    signedAttrs: new pkijs.SignedAndUnsignedAttributes({ type: 0, attributes: attributes(content, identity.chain[0]!) }),
  });
  const cms = new pkijs.SignedData({
    version: 1,
    encapContentInfo: new pkijs.EncapsulatedContentInfo({ eContentType: OID.data }),
    signerInfos: [signerInfo],
    certificates: chain,
  });
  await cms.sign(identity.key as Parameters<typeof cms.sign>[0], 0, 'SHA-256', content);
  if (stamp) signerInfo.unsignedAttrs = await stamped(signerInfo, stamp);
  const whole = new pkijs.ContentInfo({ contentType: pkijs.ContentInfo.SIGNED_DATA, content: cms.toSchema(true) });
  return Buffer.from(whole.toSchema().toBER());
}

async function stamped(signerInfo: pkijs.SignerInfo, stamp: Stamp): Promise<pkijs.SignedAndUnsignedAttributes> {
  const token = await stamp(Buffer.from(signerInfo.signature.valueBlock.valueHexView));
  const { result } = fromBER(new Uint8Array(token).buffer);
  const attributes = [new pkijs.Attribute({ type: OID.timeStampToken, values: [result] })];
  return new pkijs.SignedAndUnsignedAttributes({ type: 1, attributes });
}

function attributes(content: Buffer, certificate: Buffer): pkijs.Attribute[] {
  // SigningCertificateV2 → certs → one ESSCertIDv2, whose hash algorithm is SHA-256 by default and therefore left out.
  const essCertId = new Sequence({ value: [new OctetString({ valueHex: sha256(certificate) })] });
  const signingCertificate = new Sequence({ value: [new Sequence({ value: [essCertId] })] });
  return [
    new pkijs.Attribute({ type: OID.contentType, values: [new ObjectIdentifier({ value: OID.data })] }),
    new pkijs.Attribute({ type: OID.messageDigest, values: [new OctetString({ valueHex: sha256(content) })] }),
    new pkijs.Attribute({ type: OID.signingCertificateV2, values: [signingCertificate] }),
  ];
}

function sha256(bytes: Buffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(bytes).digest());
}
