import { Int, ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../platform/api/api-field.js';
import { Json } from '../../platform/api/json.scalar.js';
import type { ESignature, LetterFile } from '../../workflow/e-signatures.js';
import type { LetterMarkRow } from './letter-mark.entity.js';
import type { LetterContent, LetterRow } from './letter.entity.js';

@ObjectType('LetterMark', { description: 'Initials or signature on one draft, or the refusal of it.' })
export class LetterMarkView {
  @ApiField(() => Int, { description: 'Draft that was marked.' })
  draft: number;

  @ApiField(() => String, { description: 'initials or signature.' })
  kind: string;

  @ApiField(() => String, { description: 'Role.' })
  role: string;

  @ApiField(() => String, { description: 'Name.' })
  by: string;

  @ApiField(() => String, { description: 'The office as it is printed: "Plh. Kepala Dinas".', nullable: true })
  title: string | null;

  @ApiField(() => Json, {
    description: 'Holder of the role, where a stand-in has marked: id, name and kind (plh, plt, an).',
    nullable: true,
  })
  onBehalfOf: object | null;

  @ApiField(() => String, { description: 'given or refused.' })
  result: string;

  @ApiField(() => String, { description: 'Why it was refused.', nullable: true })
  reason: string | null;

  @ApiField(() => String, { description: 'Hash of the content that was marked.' })
  contentHash: string;

  @ApiField(() => String, { description: 'When (RFC 3339).' })
  at: string;
}

@ObjectType('Letter', { description: 'A letter of a case: rejection or permit.' })
export class LetterView {
  @ApiField(() => String, { description: 'Id.' })
  id: string;

  @ApiField(() => String, { description: 'Application it belongs to.' })
  applicationId: string;

  @ApiField(() => String, { description: 'rejection or permit.' })
  kind: string;

  @ApiField(() => String, {
    description: 'drafted, initialled, returned, signed, numbered, handed-over, acknowledged, revoked or replaced.',
  })
  status: string;

  @ApiField(() => Int, { description: 'Version of the draft, from 1.' })
  draft: number;

  @ApiField(() => Json, { description: 'What it says.' })
  content: object;

  @ApiField(() => String, { description: 'Hash of the content.' })
  contentHash: string;

  @ApiField(() => String, { description: 'Number in the agenda book.', nullable: true })
  number: string | null;

  @ApiField(() => String, {
    description: 'Code under which anybody can verify it at /v1/verify/{code}, once it is final; also in its QR code.',
    nullable: true,
  })
  verificationCode: string | null;

  @ApiField(() => String, { description: 'Where it is as a PDF; a draft says that it is one.' })
  pdf: string;

  @ApiField(() => String, {
    description: 'Date of the letter (YYYY-MM-DD), once it is final; a number inserted beside another has the date of that line.',
    nullable: true,
  })
  dated: string | null;

  @ApiField(() => String, { description: 'When its number was entered (RFC 3339).', nullable: true })
  numberedAt: string | null;

  @ApiField(() => String, { description: 'When it was signed (RFC 3339).', nullable: true })
  signedAt: string | null;

  @ApiField(() => Json, { description: 'By whom to whom it went on its way.', nullable: true })
  handedOver: object | null;

  @ApiField(() => Json, { description: 'Who received it, as what, when, with which dispatch-book number.', nullable: true })
  acknowledged: object | null;

  @ApiField(() => Json, { description: 'Who signed it: name, title as it is printed, and for whom, if as a stand-in.', nullable: true })
  signatory: object | null;

  @ApiField(() => Json, {
    description:
      'Electronic signature at the signing service: status (waiting or signed), by and at; null where none is used or it is a draft.',
    nullable: true,
  })
  eSignature: object | null;

  @ApiField(() => Json, {
    description:
      'Certificate that the file of the final letter is signed with: sha256, name, organisation, issuer, serialNumber, notBefore, notAfter.',
    nullable: true,
  })
  certificate: object | null;

  @ApiField(() => String, {
    description:
      'Why the file of the final letter cannot be made at the moment: CERTIFICATE_EXPIRED, CERTIFICATE_NOT_YET_VALID, CERTIFICATE_UNUSABLE or TIME_STAMP_UNAVAILABLE. It is made by itself once that is put right.',
    nullable: true,
  })
  waitsFor: string | null;

  @ApiField(() => Json, { description: 'By whom, when and why it was revoked.', nullable: true })
  revoked: object | null;

  @ApiField(() => Json, { description: 'By whom, when and why another letter was to replace it.', nullable: true })
  corrected: object | null;

  @ApiField(() => String, { description: 'Id of the letter that it corrects.', nullable: true })
  replaces: string | null;

  @ApiField(() => String, { description: 'Id of the letter that is valid in its place.', nullable: true })
  replacedBy: string | null;

  @ApiField(() => [LetterMarkView], { description: 'Initials and signatures of all drafts, oldest first.' })
  marks: LetterMarkView[];
}

/** What is known of a letter once it is final. */
export interface FinalFacts {
  readonly dated: string | null;
  readonly eSignature: ESignature | null;
  readonly file: LetterFile | null;
}

export function letterView(
  row: LetterRow,
  content: LetterContent,
  marks: readonly LetterMarkRow[],
  { dated, eSignature, file }: FinalFacts,
): LetterView {
  return {
    id: row.id,
    applicationId: row.application_id,
    kind: row.kind,
    status: row.status,
    draft: row.draft,
    content,
    contentHash: row.content_hash,
    number: row.number,
    verificationCode: dated === null ? null : row.verification_code,
    pdf: `/v1/letters/${row.id}/pdf`,
    dated,
    numberedAt: row.numbered_at?.toISOString() ?? null,
    signedAt: row.signed_at?.toISOString() ?? null,
    handedOver: row.handed_over,
    acknowledged: row.acknowledged,
    signatory: signatory(row, marks),
    eSignature,
    certificate: file?.certificate ?? null,
    waitsFor: file?.waitsFor ?? null,
    revoked: row.revoked,
    corrected: row.corrected,
    replaces: row.replaces,
    replacedBy: row.replaced_by,
    marks: marks.map(markView),
  };
}

/** A letter as its applicant reads it: the signature that it carries, and neither refused drafts nor the initials of the office. */
export function issuedLetter(view: LetterView): LetterView {
  return {
    ...view,
    marks: view.marks.filter(({ kind, result, draft }) => kind === 'signature' && result === 'given' && draft === view.draft),
  };
}

/** Whose signature the present draft carries. */
function signatory(row: LetterRow, marks: readonly LetterMarkRow[]): object | null {
  const signed = marks.findLast((mark) => mark.draft === row.draft && mark.kind === 'signature' && mark.result === 'given');
  return signed ? { name: signed.by_name, title: signed.title, onBehalfOf: signed.on_behalf } : null;
}

function markView(row: LetterMarkRow): LetterMarkView {
  const { draft, kind, role, result, reason } = row;
  const { by_name: by, title, on_behalf: onBehalfOf, content_hash: contentHash } = row;
  return { draft, kind, role, by, title, onBehalfOf, result, reason, contentHash, at: row.at.toISOString() };
}
