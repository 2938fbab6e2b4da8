import { ArgsType, Field, ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../platform/api/api-field.js';
import { Json } from '../../platform/api/json.scalar.js';
import { pageArgs, pageType } from '../../platform/graphql/connection.js';
import { StaffQuery } from './staff.input.js';
import type { UserRow } from './user.entity.js';

@ObjectType('StaffMember', { description: 'Somebody of the staff, with their account.' })
export class StaffView {
  @ApiField(() => String, { description: 'Id.' })
  id: string;

  @ApiField(() => String, { description: 'User name.' })
  username: string;

  @ApiField(() => String, { description: 'Name.' })
  name: string;

  @ApiField(() => [Json], { description: 'Roles, with the section where there is one.' })
  roles: object[];

  @ApiField(() => String, { description: 'active or disabled.' })
  status: string;

  @ApiField(() => Boolean, { description: 'Whether the password was given by somebody else, and must be changed first.' })
  mustChangePassword: boolean;

  @ApiField(() => Boolean, { description: 'Whether their NIK is known, so that nobody works on their own application.' })
  nikKnown: boolean;

  @ApiField(() => String, { description: 'When the account was made (RFC 3339).', nullable: true })
  createdAt: string | null;

  @ApiField(() => String, { description: 'When it was disabled (RFC 3339).', nullable: true })
  disabledAt: string | null;
}

@ObjectType('OfficialNik', { description: 'Whether the NIK of an official is known; the number itself is not kept.' })
export class OfficialNikView {
  @ApiField(() => String, { description: 'Id.' })
  id: string;

  @ApiField(() => Boolean, { description: 'Whether it is known which applications are their own.' })
  nikKnown: boolean;
}

@ObjectType({ description: 'A page of the staff.' })
export class StaffPage extends pageType(StaffView, 'StaffMember') {}

/** The query of REST as GraphQL arguments: the same class checks both. */
@ArgsType()
export class StaffArgs extends pageArgs(StaffQuery) {
  @Field(() => String, { nullable: true, description: 'Part of a user name or a name.' })
  declare q?: string;

  @Field(() => String, { nullable: true, description: 'active or disabled.' })
  declare status?: StaffQuery['status'];
}

export function staffView(row: UserRow): StaffView {
  return {
    id: row.id,
    username: row.username,
    name: row.name,
    roles: row.roles,
    status: row.disabled_at ? 'disabled' : 'active',
    mustChangePassword: row.must_change,
    nikKnown: row.nik_hash !== null,
    createdAt: row.created_at?.toISOString() ?? null,
    disabledAt: row.disabled_at?.toISOString() ?? null,
  };
}
