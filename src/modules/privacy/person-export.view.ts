import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { ApiField } from '../../platform/api/api-field.js';
import { Json } from '../../platform/api/json.scalar.js';
import { FORMS, OfForm } from '../../platform/api/of-form.js';
import { Typed } from '../../platform/api/typed.js';

@InputType({ description: 'Whose data.' })
export class PersonInput {
  @Field(() => String, { description: 'NIK, 16 digits.' })
  @ApiProperty({ description: 'NIK, 16 digits.', type: String, pattern: '^[0-9]{16}$' })
  @OfForm(/^[0-9]{16}$/, FORMS.nik)
  @Typed('nik')
  nik: string;

  @ApiField(() => Int, { description: 'At most this many applications; 50 where it is missing.', optional: true })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;

  @ApiField(() => String, { description: 'The `next` of the page before.', optional: true })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  after?: string;
}

@ObjectType('PersonExport', { description: 'Everything that is kept about one person.' })
export class PersonExportView {
  @ApiField(() => String, { description: 'When it was put together (RFC 3339).' })
  at: string;

  @ApiField(() => String, { description: 'Agency that keeps it.' })
  agency: string;

  @ApiField(() => [Json], { description: 'Each application: forms, documents, letters, papers, notices and what happened to it.' })
  applications: object[];

  @ApiField(() => String, {
    description: 'Cursor of the next page of applications, for `after`; null on the last.',
    nullable: true,
  })
  next: string | null;

  @ApiField(() => [Json], { description: 'Who has looked at specific data, such as letters about health, and when.' })
  accesses: object[];

  @ApiField(() => [Json], { description: 'Which staff have read the applications, by role, what and when: the newest first.' })
  reads: object[];
}
