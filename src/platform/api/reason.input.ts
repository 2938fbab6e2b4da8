import { Field, InputType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, Matches, MaxLength } from 'class-validator';
import { Multiline } from './multiline.js';

/** Why something is taken back. */
@InputType({ description: 'Why something is taken back.' })
export class ReasonInput {
  @Field(() => String, { description: 'Why; it is kept and shown.' })
  @ApiProperty({ description: 'Why; it is kept and shown.', type: String, maxLength: 2000, example: 'Salah tulis nama usaha.' })
  @IsString()
  @Matches(/\S/)
  @MaxLength(2000)
  @Multiline()
  reason: string;
}
