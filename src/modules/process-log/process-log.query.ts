import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { FORMS, OfForm } from '../../platform/api/of-form.js';

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
  @OfForm(DAY, FORMS.day)
  from?: string;

  @ApiPropertyOptional({ description: 'Cases opened on this day or before.', type: String, example: '2026-12-31' })
  @IsOptional()
  @IsString()
  @OfForm(DAY, FORMS.day)
  until?: string;

  @ApiPropertyOptional({ description: 'Code of a service; without it, all.', type: String })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  service?: string;
}
