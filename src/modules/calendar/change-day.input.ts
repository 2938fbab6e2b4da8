import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsArray, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';

const KINDS = ['holiday', 'joint-leave', 'closed', 'short', 'extra', 'ordinary'] as const;

/** What a date is, in place of what the calendar's file says. */
export class ChangeDayInput {
  @ApiPropertyOptional({
    description: '`holiday` without it; `short` and `extra` have hours; `ordinary`: as its weekday, whatever the file says.',
    enum: KINDS,
  })
  @IsOptional()
  @IsIn(KINDS)
  kind?: (typeof KINDS)[number];

  @ApiProperty({ description: 'Name.', type: String, example: 'Hari Jadi Kabupaten Dairi' })
  @IsString()
  @MaxLength(300)
  name: string;

  @ApiPropertyOptional({ description: 'The decree that says so.', type: String })
  @IsOptional()
  @IsString()
  @MaxLength(300)
  source?: string;

  @ApiPropertyOptional({ description: 'Working hours of a short or extra day.', type: [String], example: ['07:30-12:00'] })
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  intervals?: string[];
}
