import { X509Certificate } from 'node:crypto';

/** Why a certificate does not count. */
export type Distrust = 'expired' | 'not-yet-valid' | 'unknown-issuer' | 'not-for-signing';

const LONGEST_CHAIN = 6;
const PEM = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** The certificates of a PEM file; throws a sentence where there is none or one that cannot be read. */
export function readAnchors(pem: string): readonly X509Certificate[] {
  const found = pem.match(PEM) ?? [];
  if (found.length === 0) throw new Error('it holds no certificate in PEM');
  return found.map((each) => new X509Certificate(each));
}

/**
 * Whether a certificate counts at a moment: it is valid then, and so is every certificate on its way to one of the anchors, each of
 * which may issue the one before. Revocation is not asked for.
 */
export function distrustOf(chain: readonly Buffer[], anchors: readonly X509Certificate[], at: Date): Distrust | null {
  const [signer, ...others] = chain.map((der) => new X509Certificate(der));
  const life = outsideLife(signer!, at);
  if (life) return life;
  if (signer!.ca) return 'not-for-signing';
  return leads(signer!, others, anchors, at, 0) ? null : 'unknown-issuer';
}

/** Whether a moment lies outside a certificate's validity. */
export function outsideLife(certificate: X509Certificate, at: Date): 'expired' | 'not-yet-valid' | null {
  if (new Date(certificate.validTo) <= at) return 'expired';
  return new Date(certificate.validFrom) > at ? 'not-yet-valid' : null;
}

function leads(
  certificate: X509Certificate,
  others: readonly X509Certificate[],
  anchors: readonly X509Certificate[],
  at: Date,
  depth: number,
): boolean {
  if (anchors.some((anchor) => anchor.raw.equals(certificate.raw))) return true;
  if (depth === LONGEST_CHAIN) return false;
  const issues = (issuer: X509Certificate) =>
    issuer.ca && outsideLife(issuer, at) === null && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  if (anchors.some(issues)) return true;
  return others.some((issuer) => !issuer.raw.equals(certificate.raw) && issues(issuer) && leads(issuer, others, anchors, at, depth + 1));
}
