import { ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../platform/api/api-field.js';
import { Json } from '../../platform/api/json.scalar.js';
import type { DocumentCheckRow } from './document-check.entity.js';
import type { ReceiptRow } from './receipt.entity.js';

@ObjectType('Receipt', { description: 'Proof of acceptance (resi penerimaan).' })
export class ReceiptView {
  @ApiField(() => String, { description: 'Id.' })
  id: string;

  @ApiField(() => String, { description: 'Application it belongs to.' })
  applicationId: string;

  @ApiField(() => String, { description: 'Receipt number: the key for tracking.' })
  number: string;

  @ApiField(() => String, { description: 'Code that opens the tracking page; for the applicant alone.', nullable: true })
  trackingCode: string | null;

  @ApiField(() => [String], { description: 'Requirements that were accepted.' })
  documents: string[];

  @ApiField(() => String, { description: 'Where it is as a PDF.' })
  pdf: string;

  @ApiField(() => String, { description: 'When it was issued (RFC 3339).' })
  issuedAt: string;
}

@ObjectType('DocumentCheck', { description: 'What an official found in the file.' })
export class DocumentCheckView {
  @ApiField(() => String, { description: 'Id.' })
  id: string;

  @ApiField(() => String, { description: 'Application it belongs to.' })
  applicationId: string;

  @ApiField(() => String, { description: 'completeness or verification.' })
  kind: string;

  @ApiField(() => String, { description: 'What came out, such as complete, incomplete, ready, correct or refuse.' })
  result: string;

  @ApiField(() => Json, { description: 'Per requirement: present, missing or wrong, with a note.', json: 'list' })
  findings: object;

  @ApiField(() => Json, { description: 'The versions it is about: id, requirement and SHA-256 of each document.', json: 'list' })
  documents: object;

  @ApiField(() => String, { description: 'What the applicant was told.', nullable: true })
  reason: string | null;

  @ApiField(() => String, { description: 'When (RFC 3339).' })
  checkedAt: string;
}

export function receiptView(row: ReceiptRow, trackingCode: string | null): ReceiptView {
  return {
    id: row.id,
    applicationId: row.application_id,
    number: row.number,
    trackingCode,
    documents: row.documents,
    pdf: `/v1/receipts/${row.id}/pdf`,
    issuedAt: row.issued_at.toISOString(),
  };
}

export function documentCheckView(row: DocumentCheckRow): DocumentCheckView {
  return {
    id: row.id,
    applicationId: row.application_id,
    kind: row.kind,
    result: row.result,
    findings: row.findings,
    documents: row.documents,
    reason: row.reason,
    checkedAt: row.checked_at.toISOString(),
  };
}
