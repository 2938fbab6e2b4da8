import { Field, InputType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsIn, IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { ApiField } from '../../platform/api/api-field.js';
import { ListOf } from '../../platform/api/list-of.js';
import { PageQuery } from '../../platform/api/page-query.js';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { USERNAME } from './identity.input.js';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from './password-policy.js';
import { FORMS, OfForm } from '../../platform/api/of-form.js';
import { Typed } from '../../platform/api/typed.js';

/** That one person may hold. */
const MOST_ROLES = 20;
const STATUSES = ['active', 'disabled'] as const;

@InputType({ description: 'A role of the agency, with the section where it exists once per section.' })
export class HeldRoleInput {
  @ApiField(() => String, { description: 'Code of a role of the agency.', example: 'back-office' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  role: string;

  @ApiField(() => String, { description: 'Its section.', optional: true, example: 'I' })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(20)
  section?: string;
}

@InputType({ description: 'Which roles somebody holds from now on.' })
export class StaffRolesInput {
  @Field(() => [HeldRoleInput], { description: 'All of them.' })
  @ApiProperty({ description: 'All of them.', type: () => HeldRoleInput, isArray: true })
  @ListOf(() => HeldRoleInput, MOST_ROLES)
  roles: HeldRoleInput[];
}

@InputType({ description: 'The NIK of an official; kept as a keyed hash.' })
export class OfficialNikInput {
  @ApiField(() => String, { description: 'Sixteen digits; without it, what was known is taken away.', optional: true })
  @IsOptional()
  @IsString()
  @MaxLength(16)
  @Typed('nik')
  nik?: string | null;
}

@InputType({ description: 'A password that an administrator gives.' })
export class StaffPasswordInput {
  @ApiField(() => String, { description: `${SHORTEST_PASSWORD} characters or more.` })
  @IsString()
  @IsNotEmpty()
  @MaxLength(LONGEST_PASSWORD)
  password: string;

  @ApiField(() => Boolean, { description: 'It is only good for choosing another; nothing but true is taken.', optional: true })
  @IsOptional()
  @IsIn([true])
  mustChange?: boolean;
}

@InputType({ description: 'Somebody of the staff who is to have an account.' })
export class NewStaffInput extends StaffPasswordInput {
  @ApiField(() => String, { description: 'User name: 3 to 64 of a-z, 0-9 and . _ @ -', example: 'kasi.pelayanan' })
  @IsString()
  @OfForm(USERNAME, FORMS.username)
  @Typed('username')
  username: string;

  @ApiField(() => String, { description: 'Name, as it stands beneath what they do.' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  @OfForm(/\p{L}/u, FORMS.name)
  @Typed('name')
  name: string;

  @ApiField(() => String, {
    description: 'Mail address, for notices about the account; a code that is sent to it confirms it.',
    optional: true,
  })
  @IsOptional()
  @IsString()
  @MaxLength(254)
  @IsEmail()
  @Typed('email')
  email?: string;

  @Field(() => [HeldRoleInput], { description: 'Their roles.' })
  @ApiProperty({ description: 'Their roles.', type: () => HeldRoleInput, isArray: true })
  @ListOf(() => HeldRoleInput, MOST_ROLES)
  roles: HeldRoleInput[];
}

export class StaffQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Part of a user name or a name.', type: String })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  @Typed('search')
  q?: string;

  @ApiPropertyOptional({ description: 'active or disabled; both without it.', enum: STATUSES })
  @IsOptional()
  @IsIn(STATUSES)
  status?: (typeof STATUSES)[number];
}
