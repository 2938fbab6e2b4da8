import { ApiPropertyOptional } from '@nestjs/swagger';
import { ArgsType, Field, Int } from '@nestjs/graphql';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { WholeNumber } from '../../platform/api/whole-number.js';
import { FORMS, OfForm } from '../../platform/api/of-form.js';

const DAY = /^(19|2\d)\d\d-\d{2}-\d{2}$/;
const MOST = 200;
const SEED = { form: { id: '1 sampai 64 huruf, angka atau -', en: '1 to 64 letters, digits or -' }, example: 'audit-2026' };

/** Which cases a sample is drawn from, and how many. */
export class SampleQuery {
  @ApiPropertyOptional({ description: 'So many cases.', type: 'integer', default: 20, minimum: 1, maximum: MOST })
  @IsOptional()
  @WholeNumber()
  @IsInt()
  @Min(1)
  @Max(MOST)
  size: number = 20;

  @ApiPropertyOptional({ description: 'Cases opened on this day or later, in the zone of the agency.', type: String })
  @IsOptional()
  @IsString()
  @OfForm(DAY, FORMS.day)
  from?: string;

  @ApiPropertyOptional({
    description: 'Cases opened on this day or before; without it, yesterday: no case is added to a past day.',
    type: String,
  })
  @IsOptional()
  @IsString()
  @OfForm(DAY, FORMS.day)
  until?: string;

  @ApiPropertyOptional({ description: 'Code of a service; without it, all.', type: String })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  service?: string;

  @ApiPropertyOptional({ description: 'The same seed draws the same cases; without it, a new one, which the answer names.', type: String })
  @IsOptional()
  @IsString()
  @OfForm(/^[\w-]{1,64}$/, SEED)
  seed?: string;
}

/** The query of REST as GraphQL arguments: the same class checks both. */
@ArgsType()
export class SampleArgs extends SampleQuery {
  @Field(() => Int, { defaultValue: 20, description: 'So many cases.' })
  declare size: number;

  @Field(() => String, { nullable: true, description: 'First day on which they were opened.' })
  declare from?: string;

  @Field(() => String, { nullable: true, description: 'Last day; without it, yesterday.' })
  declare until?: string;

  @Field(() => String, { nullable: true, description: 'Code of a service; without it, all.' })
  declare service?: string;

  @Field(() => String, { nullable: true, description: 'The same seed draws the same cases; without it, a new one.' })
  declare seed?: string;
}
