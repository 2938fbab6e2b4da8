import { Int, ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../platform/api/api-field.js';
import { Json } from '../../platform/api/json.scalar.js';
import type { BookEntryRow } from './book-entry.entity.js';

@ObjectType('BookEntry', { description: 'A line of an agenda or dispatch book.' })
export class BookEntryView {
  @ApiField(() => Int, { description: 'Running number of the year (nomor urut).' })
  sequence: number;

  @ApiField(() => String, { description: 'The number as it stands on the paper.' })
  number: string;

  @ApiField(() => String, { description: 'When it was entered (RFC 3339).' })
  enteredAt: string;

  @ApiField(() => String, { description: 'By whom.' })
  enteredBy: string;

  @ApiField(() => String, { description: 'Addressed to (ditujukan kepada).' })
  addressedTo: string;

  @ApiField(() => String, { description: 'What it is about (perihal, isi singkat).' })
  summary: string;

  @ApiField(() => String, { description: 'Application it belongs to.' })
  applicationId: string;

  @ApiField(() => Json, { description: 'Further columns: letter number, who received it, in which relation, receipt.' })
  details: object;
}

export function bookEntryView(row: BookEntryRow): BookEntryView {
  return {
    sequence: row.number,
    number: row.label,
    enteredAt: row.entered_at.toISOString(),
    enteredBy: row.entered_by,
    addressedTo: row.addressed_to,
    summary: row.summary,
    applicationId: row.application_id,
    details: row.details,
  };
}
