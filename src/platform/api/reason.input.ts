import { Field, InputType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { Multiline } from './multiline.js';
import { FORMS, OfForm } from './of-form.js';

/** Why something is taken back. */
@InputType({ description: 'Why something is taken back.' })
export class ReasonInput {
  @Field(() => String, { description: 'Why; it is kept and shown.' })
  @ApiProperty({ description: 'Why; it is kept and shown.', type: String, maxLength: 2000, example: 'Salah tulis nama usaha.' })
  @IsString()
  @OfForm(/\S/, FORMS.text)
  @MaxLength(2000)
  @Multiline()
  reason: string;
}
