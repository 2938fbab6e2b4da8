import { ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../platform/api/api-field.js';
import { Json } from '../../platform/api/json.scalar.js';
import type { CertificateFacts } from '../../platform/signing/signer-certificate.js';
import type { IssuedLetter } from '../../workflow/issued-letters.js';

/** What the public may know of a letter. */
@ObjectType('Verification', { description: 'What the public may know of a letter.' })
export class VerificationView {
  @ApiField(() => Boolean, { description: 'Always true: for an unknown code there is no answer but 404.' })
  genuine: boolean;

  @ApiField(() => String, { description: 'valid, expired, replaced (by a corrected letter) or revoked.' })
  status: string;

  @ApiField(() => String, { description: 'Code of the letter.' })
  code: string;

  @ApiField(() => String, { description: 'permit or rejection.' })
  kind: string;

  @ApiField(() => String, { description: 'Number of the letter.', nullable: true })
  number: string | null;

  @ApiField(() => String, { description: 'What it is about (hal).' })
  subject: string;

  @ApiField(() => String, { description: 'Service it was issued for.' })
  service: string;

  @ApiField(() => String, { description: 'Date of the letter (YYYY-MM-DD).' })
  date: string;

  @ApiField(() => String, { description: 'Agency that issued it.' })
  agency: string;

  @ApiField(() => String, { description: 'Name of the holder, all but the first sign of each word hidden.' })
  holder: string;

  @ApiField(() => String, { description: 'Last day it holds (YYYY-MM-DD).', nullable: true })
  validUntil: string | null;

  @ApiField(() => String, { description: 'When it was revoked (RFC 3339).', nullable: true })
  revokedAt: string | null;

  @ApiField(() => String, { description: 'Number of the letter that counts in its place.', nullable: true })
  replacedBy: string | null;

  @ApiField(() => Json, {
    description: 'Certificate that the letter is signed with: sha256, name, organisation, issuer, serialNumber, notBefore, notAfter.',
    nullable: true,
  })
  certificate: object | null;

  @ApiField(() => String, {
    description: 'Of an uploaded PDF: same, earlier (genuine, but replaced by a later one) or different (not what was issued).',
    nullable: true,
  })
  file: 'same' | 'earlier' | 'different' | null;
}

/** A letter as the public sees it; dates are those of the agency's zone. */
export function verificationView(
  letter: IssuedLetter,
  {
    code,
    agency,
    date,
    today,
    certificate,
  }: {
    readonly code: string;
    readonly agency: string;
    readonly date: string;
    readonly today: string;
    readonly certificate: CertificateFacts | null;
  },
): VerificationView {
  const { kind, number, subject, service, validUntil, revoked, replaced } = letter;
  return {
    genuine: true,
    status: revoked ? 'revoked' : replaced ? 'replaced' : validUntil !== null && validUntil < today ? 'expired' : 'valid',
    code,
    kind,
    number,
    subject,
    service,
    date,
    agency,
    holder: masked(letter.holder),
    validUntil,
    revokedAt: revoked?.at.toISOString() ?? null,
    replacedBy: replaced?.by ?? null,
    certificate,
    file: null,
  };
}

/** "Nama Pemohon" as "N*** P***": enough to compare it with a paper in the hand, and not even the length beyond. */
export function masked(name: string): string {
  return name
    .trim()
    .split(/\s+/)
    .slice(0, 6)
    .map((word) => `${[...word][0] ?? ''}***`)
    .join(' ');
}
