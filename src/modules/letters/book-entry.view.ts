import { Int, ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../platform/api/api-field.js';
import { Json } from '../../platform/api/json.scalar.js';
import type { BookLineRow } from './book-lines.js';

@ObjectType('BookEntry', { description: 'A line of an agenda or dispatch book.' })
export class BookEntryView {
  @ApiField(() => String, { description: 'Id.' })
  id: string;

  @ApiField(() => Int, { description: 'Year of the book.' })
  year: number;

  @ApiField(() => Int, {
    description: 'Running number of the year (nomor urut); an inserted number has that of the line it stands beside.',
  })
  sequence: number;

  @ApiField(() => String, { description: 'The number as it stands on the paper.' })
  number: string;

  @ApiField(() => String, { description: 'valid, voided, revoked (the letter was taken back) or replaced (by a letter that corrects it).' })
  status: string;

  @ApiField(() => Boolean, { description: 'Inserted beside a number (sisipan), such as 42.A.' })
  inserted: boolean;

  @ApiField(() => Json, { description: 'By whom, when and why it was voided, or its letter revoked.', nullable: true })
  takenBack: object | null;

  @ApiField(() => String, { description: 'Number of the letter that replaces this one.', nullable: true })
  replacedBy: string | null;

  @ApiField(() => String, {
    description: 'Date of the paper (YYYY-MM-DD), in the zone of the agency; an inserted number has that of the line it stands beside.',
  })
  dated: string;

  @ApiField(() => String, { description: 'When it was entered (RFC 3339).' })
  enteredAt: string;

  @ApiField(() => String, { description: 'By whom.' })
  enteredBy: string;

  @ApiField(() => String, { description: 'Addressed to (ditujukan kepada).' })
  addressedTo: string;

  @ApiField(() => String, { description: 'What it is about (perihal, isi singkat).' })
  summary: string;

  @ApiField(() => String, { description: 'Application it belongs to; null for a paper that the service does not know.', nullable: true })
  applicationId: string | null;

  @ApiField(() => Json, { description: 'Further columns: letter number, who received it, in which relation, receipt, signature image.' })
  details: object;
}

/** How a line stands. */
export function lineStatus(row: BookLineRow): 'valid' | 'voided' | 'revoked' | 'replaced' {
  if (row.voided) return 'voided';
  if (row.letter_revoked) return 'revoked';
  return row.letter_replaced_by === null ? 'valid' : 'replaced';
}

export function bookEntryView(row: BookLineRow): BookEntryView {
  return {
    id: row.id,
    year: row.year,
    sequence: row.number,
    number: row.label,
    status: lineStatus(row),
    inserted: row.insertion > 0,
    takenBack: row.voided ?? row.letter_revoked,
    replacedBy: row.letter_replaced_by,
    dated: row.dated,
    enteredAt: row.entered_at.toISOString(),
    enteredBy: row.entered_by,
    addressedTo: row.addressed_to,
    summary: row.summary,
    applicationId: row.application_id,
    details: row.details,
  };
}
