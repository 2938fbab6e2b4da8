import { Int, ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../../platform/api/api-field.js';
import type { SignedFileRow } from './signed-file.entity.js';

@ObjectType('OssSignedFile', { description: 'The file of a licence that OSS has signed.' })
export class SignedFileView {
  @ApiField(() => String, { description: 'waiting (to be fetched), kept, or refused.' })
  state: string;

  @ApiField(() => String, { description: 'Why it is not kept, or not yet.', nullable: true })
  reason: string | null;

  @ApiField(() => String, { description: 'Where it can be fetched here; null while it is not kept.', nullable: true })
  href: string | null;

  @ApiField(() => Int, { description: 'Bytes.', nullable: true })
  size: number | null;

  @ApiField(() => String, { description: 'SHA-256 of its bytes, in hexadecimal.', nullable: true })
  sha256: string | null;

  @ApiField(() => String, { description: 'When OSS said where it is (RFC 3339).' })
  noticedAt: string;

  @ApiField(() => String, { description: 'When it was kept or refused (RFC 3339).', nullable: true })
  settledAt: string | null;
}

export function signedFileView(row: SignedFileRow): SignedFileView {
  return {
    state: row.status,
    reason: row.reason,
    href: row.status === 'kept' ? `/v1/applications/${row.application_id}/oss/file` : null,
    size: row.size,
    sha256: row.sha256,
    noticedAt: row.noticed_at.toISOString(),
    settledAt: row.settled_at?.toISOString() ?? null,
  };
}
