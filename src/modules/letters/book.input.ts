import { Field, InputType, Int } from '@nestjs/graphql';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { ReasonInput } from '../../platform/api/reason.input.js';
import { Multiline } from '../../platform/api/multiline.js';
import { FORMS, OfForm } from '../../platform/api/of-form.js';

/** A paper that gets a number beside another (sisipan). */
@InputType({ description: 'A paper that gets a number beside another (sisipan).' })
export class InsertEntryInput extends ReasonInput {
  @Field(() => String, { description: 'Code of the service whose short name stands in the number.' })
  @ApiProperty({ description: 'Code of the service whose short name stands in the number.', type: String, example: 'iumk' })
  @IsString()
  @OfForm(/\S/, FORMS.text)
  @MaxLength(100)
  service: string;

  @Field(() => String, { description: 'Addressed to (ditujukan kepada).' })
  @ApiProperty({ description: 'Addressed to (ditujukan kepada).', type: String })
  @IsString()
  @OfForm(/\S/, FORMS.text)
  @MaxLength(300)
  addressedTo: string;

  @Field(() => String, { description: 'What it is about (perihal, isi singkat).' })
  @ApiProperty({ description: 'What it is about (perihal, isi singkat).', type: String })
  @IsString()
  @OfForm(/\S/, FORMS.text)
  @MaxLength(500)
  summary: string;
}

/** Where a book begins, or goes on. */
@InputType({ description: 'Where a book begins, or goes on.' })
export class SeedBookInput {
  @Field(() => Int, { nullable: true, description: 'Year of the book; the present one without it.' })
  @ApiPropertyOptional({ description: 'Year of the book; the present one without it.', type: Number, minimum: 1945, maximum: 2999 })
  @IsOptional()
  @IsInt()
  @Min(1945)
  @Max(2999)
  year?: number;

  @Field(() => Int, { description: 'The next number.' })
  @ApiProperty({ description: 'The next number.', type: Number, minimum: 1, maximum: 99_999_999, example: 43 })
  @IsInt()
  @Min(1)
  @Max(99_999_999)
  first: number;

  @Field(() => String, { nullable: true, description: 'Why, such as the last number of the paper book.' })
  @ApiPropertyOptional({ description: 'Why, such as the last number of the paper book.', type: String })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  @Multiline()
  reason?: string;
}
