import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';

const DAY = /^(19|2\d)\d\d-\d{2}-\d{2}$/;

/** Which cases a process log is of. */
export class ProcessLogQuery {
  @ApiPropertyOptional({
    description: 'Cases opened on this day or later, in the zone of the agency.',
    type: String,
    example: '2026-01-01',
  })
  @IsOptional()
  @IsString()
  @Matches(DAY)
  from?: string;

  @ApiPropertyOptional({ description: 'Cases opened on this day or before.', type: String, example: '2026-12-31' })
  @IsOptional()
  @IsString()
  @Matches(DAY)
  until?: string;

  @ApiPropertyOptional({ description: 'Code of a service; without it, all.', type: String })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  service?: string;
}
