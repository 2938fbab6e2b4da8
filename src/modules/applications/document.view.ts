import { Int, ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../platform/api/api-field.js';
import type { CaseState } from '../../sop/case-events.js';
import type { DocumentRow } from '../../platform/files/document.entity.js';

@ObjectType('Document', { description: 'A file that was handed in.' })
export class DocumentView {
  @ApiField(() => String, { description: 'Id.' })
  id: string;

  @ApiField(() => String, { description: 'What it is for: code of a requirement, or `evidence`.' })
  requirement: string;

  @ApiField(() => String, { description: 'Name of the file, cleaned.' })
  fileName: string;

  @ApiField(() => String, { description: 'What it is, by its content.' })
  mediaType: string;

  @ApiField(() => Int, { description: 'Bytes.' })
  size: number;

  @ApiField(() => String, { description: 'SHA-256 of the content.' })
  sha256: string;

  @ApiField(() => Boolean, { description: 'Came after the documents were checked, and waits to be accepted by an official.' })
  newer: boolean;

  @ApiField(() => String, { description: 'When it was handed in (RFC 3339).' })
  uploadedAt: string;
}

/** A document as both transports show it. */
export function documentView(row: DocumentRow, state: Pick<CaseState, 'documents'>): DocumentView {
  return {
    id: row.id,
    requirement: row.requirement,
    fileName: row.file_name,
    mediaType: row.media_type,
    size: row.size,
    sha256: row.sha256,
    newer: state.documents?.some(({ id, newer }) => id === row.id && newer) ?? false,
    uploadedAt: row.uploaded_at.toISOString(),
  };
}
