import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsNotEmpty, IsOptional, IsString, Matches, MaxLength } from 'class-validator';

/** A day in the agency's zone, or a moment with its offset. */
const DAY_OR_MOMENT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2}))?$/;

const KINDS = ['plh', 'plt', 'an'] as const;

/** Who stands in for the caller, in which of the caller's roles, and when. */
export class StandInInput {
  @ApiProperty({ description: 'User name of who stands in.', type: String, example: 'sekretaris' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  user: string;

  @ApiProperty({ description: 'A role of the caller.', type: String, example: 'agency-head' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  role: string;

  @ApiPropertyOptional({ description: 'Its section, where the role exists once per section.', type: String })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(20)
  section?: string;

  @ApiProperty({ description: 'plh: the holder is away; plt: the seat is vacant; an: on behalf of (atas nama).', enum: KINDS })
  @IsIn(KINDS)
  kind: (typeof KINDS)[number];

  @ApiPropertyOptional({ description: 'From this day or moment; now without it.', type: String, example: '2026-11-24' })
  @IsOptional()
  @Matches(DAY_OR_MOMENT)
  from?: string;

  @ApiProperty({ description: 'Until the end of this day, or until this moment.', type: String, example: '2026-11-28' })
  @Matches(DAY_OR_MOMENT)
  until: string;

  @ApiPropertyOptional({ description: 'Why, such as the number of the order.', type: String })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  reason?: string;
}
