import { Int, ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../platform/api/api-field.js';
import { Json } from '../../platform/api/json.scalar.js';
import type { LetterMarkRow } from './letter-mark.entity.js';
import type { LetterRow } from './letter.entity.js';

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

  @ApiField(() => String, { description: 'drafted, initialled, returned, signed, numbered, handed-over or acknowledged.' })
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

  @ApiField(() => String, { description: 'When it was numbered (RFC 3339).', nullable: true })
  numberedAt: string | null;

  @ApiField(() => String, { description: 'When it was signed (RFC 3339).', nullable: true })
  signedAt: string | null;

  @ApiField(() => Json, { description: 'By whom to whom it went on its way.', nullable: true })
  handedOver: object | null;

  @ApiField(() => Json, { description: 'Who received it, as what, when, with which dispatch-book number.', nullable: true })
  acknowledged: object | null;

  @ApiField(() => [LetterMarkView], { description: 'Initials and signatures of all drafts, oldest first.' })
  marks: LetterMarkView[];
}

export function letterView(row: LetterRow, marks: readonly LetterMarkRow[], final: boolean): LetterView {
  return {
    id: row.id,
    applicationId: row.application_id,
    kind: row.kind,
    status: row.status,
    draft: row.draft,
    content: row.content,
    contentHash: row.content_hash,
    number: row.number,
    verificationCode: final ? row.verification_code : null,
    pdf: `/v1/letters/${row.id}/pdf`,
    numberedAt: row.numbered_at?.toISOString() ?? null,
    signedAt: row.signed_at?.toISOString() ?? null,
    handedOver: row.handed_over,
    acknowledged: row.acknowledged,
    marks: marks.map(markView),
  };
}

function markView(row: LetterMarkRow): LetterMarkView {
  const { draft, kind, role, result, reason } = row;
  return { draft, kind, role, by: row.by_name, result, reason, contentHash: row.content_hash, at: row.at.toISOString() };
}
