import { ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../platform/api/api-field.js';
import type { UserRow } from './user.entity.js';

@ObjectType('ApplicantAccount', { description: 'The account of an applicant.' })
export class ApplicantAccountView {
  @ApiField(() => String, { description: 'Id.' })
  id: string;

  @ApiField(() => String, { description: 'active or disabled.' })
  status: string;

  @ApiField(() => String, { description: 'When it was disabled (RFC 3339).', nullable: true })
  disabledAt: string | null;
}

export function applicantAccountView({ id, disabled_at: at }: UserRow): ApplicantAccountView {
  return { id, status: at ? 'disabled' : 'active', disabledAt: at?.toISOString() ?? null };
}
