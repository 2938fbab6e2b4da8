import { ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../platform/api/api-field.js';
import type { OssRecordRow } from './oss-record.entity.js';

@ObjectType('OssRecord', { description: 'What was done in OSS for a case.' })
export class OssRecordView {
  @ApiField(() => String, { description: 'Id.' })
  id: string;

  @ApiField(() => String, { description: 'Application it belongs to.' })
  applicationId: string;

  @ApiField(() => String, { description: 'validation or publication.' })
  kind: string;

  @ApiField(() => String, { description: 'webform (by hand) or api (web service).' })
  mode: string;

  @ApiField(() => String, { description: 'valid, invalid or published.' })
  result: string;

  @ApiField(() => String, { description: 'Reference of OSS.', nullable: true })
  reference: string | null;

  @ApiField(() => String, { description: 'What OSS said when it did not accept.', nullable: true })
  reason: string | null;

  @ApiField(() => String, { description: 'Document that shows it.', nullable: true })
  evidence: string | null;

  @ApiField(() => String, { description: 'Id of who recorded it.' })
  recordedBy: string;

  @ApiField(() => String, { description: 'When (RFC 3339).' })
  recordedAt: string;
}

export function ossRecordView(row: OssRecordRow): OssRecordView {
  return {
    id: row.id,
    applicationId: row.application_id,
    kind: row.kind,
    mode: row.mode,
    result: row.result,
    reference: row.reference,
    reason: row.reason,
    evidence: row.evidence,
    recordedBy: row.recorded_by,
    recordedAt: row.recorded_at.toISOString(),
  };
}
