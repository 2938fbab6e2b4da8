import { ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../platform/api/api-field.js';
import { Json } from '../../platform/api/json.scalar.js';
import type { DispositionRow } from './disposition.entity.js';

@ObjectType('Disposition', { description: 'Disposition sheet (lembar disposisi).' })
export class DispositionView {
  @ApiField(() => String, { description: 'Id.' })
  id: string;

  @ApiField(() => String, { description: 'Application it belongs to.' })
  applicationId: string;

  @ApiField(() => String, { description: 'Name of who passed it on.' })
  fromName: string;

  @ApiField(() => String, { description: 'Desk that passed it on, in the words of the SOP.' })
  fromDesk: string;

  @ApiField(() => String, { description: 'Role it was passed to.' })
  toRole: string;

  @ApiField(() => String, { description: 'Section it was passed to.', nullable: true })
  toSection: string | null;

  @ApiField(() => String, { description: 'Instruction.' })
  instruction: string;

  @ApiField(() => String, { description: 'biasa, segera, sangat segera or rahasia.' })
  nature: string;

  @ApiField(() => Json, { description: 'Entry in OSS: ossId, nib.', nullable: true })
  oss: object | null;

  @ApiField(() => String, { description: 'Where it is as a PDF.' })
  pdf: string;

  @ApiField(() => String, { description: 'When (RFC 3339).' })
  at: string;
}

export function dispositionView(row: DispositionRow): DispositionView {
  return {
    id: row.id,
    applicationId: row.application_id,
    fromName: row.from_name,
    fromDesk: row.from_role,
    toRole: row.to_role,
    toSection: row.to_section,
    instruction: row.instruction,
    nature: row.nature,
    oss: row.oss,
    pdf: `/v1/dispositions/${row.id}/pdf`,
    at: row.at.toISOString(),
  };
}
