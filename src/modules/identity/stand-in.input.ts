import { Field, InputType } from '@nestjs/graphql';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { Multiline } from '../../platform/api/multiline.js';
import { OfForm } from '../../platform/api/of-form.js';

/** A day in the agency's zone, or a moment with its offset. */
const DAY_OR_MOMENT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2}))?$/;

const DAY_OR_MOMENT_FORM = {
  form: { id: 'tanggal, atau saat dengan zona waktunya', en: 'a date, or a moment with its offset' },
  example: '2026-11-23',
};

const KINDS = ['plh', 'plt', 'an'] as const;

/** Names the acting official for the caller, the roles and the period. */
@InputType({ description: 'Who stands in for the caller, in which of their roles, and when.' })
export class StandInInput {
  @Field(() => String, { description: 'Id or user name of who stands in; with an issuer elsewhere, their id or subject there.' })
  @ApiProperty({
    description: 'Id or user name of who stands in; with an issuer elsewhere, their id or subject there.',
    type: String,
    example: 'sekretaris',
  })
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  user: string;

  @Field(() => String, { description: 'A role of the caller; or with plt, as an administrator, one that nobody holds.' })
  @ApiProperty({
    description: 'A role of the caller; or with plt, as an administrator, one that nobody holds.',
    type: String,
    example: 'agency-head',
  })
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  role: string;

  @Field(() => String, { nullable: true, description: 'Its section, where the role exists once per section.' })
  @ApiPropertyOptional({ description: 'Its section, where the role exists once per section.', type: String })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(20)
  section?: string;

  @Field(() => String, { description: 'plh: the holder is away; plt: the seat is vacant; an: on behalf of (atas nama).' })
  @ApiProperty({ description: 'plh: the holder is away; plt: the seat is vacant; an: on behalf of (atas nama).', enum: KINDS })
  @IsIn(KINDS)
  kind: (typeof KINDS)[number];

  @Field(() => String, { nullable: true, description: 'From this day or moment; now without it.' })
  @ApiPropertyOptional({ description: 'From this day or moment; now without it.', type: String, example: '2026-11-24' })
  @IsOptional()
  @OfForm(DAY_OR_MOMENT, DAY_OR_MOMENT_FORM)
  from?: string;

  @Field(() => String, { description: 'Until the end of this day, or until this moment.' })
  @ApiProperty({ description: 'Until the end of this day, or until this moment.', type: String, example: '2026-11-28' })
  @OfForm(DAY_OR_MOMENT, DAY_OR_MOMENT_FORM)
  until: string;

  @Field(() => String, { nullable: true, description: 'Why, such as the number of the order.' })
  @ApiPropertyOptional({ description: 'Why, such as the number of the order.', type: String })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  @Multiline()
  reason?: string;
}
