import { ApiProperty } from '@nestjs/swagger';
import { IsString, Matches, MaxLength } from 'class-validator';

/** Why something is taken back. */
export class ReasonInput {
  @ApiProperty({ description: 'Why; it is kept and shown.', type: String, maxLength: 2000, example: 'Salah tulis nama usaha.' })
  @IsString()
  @Matches(/\S/)
  @MaxLength(2000)
  reason: string;
}
