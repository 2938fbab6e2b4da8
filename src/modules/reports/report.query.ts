import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { WholeNumber } from '../../platform/api/whole-number.js';
import { FORMS, OfForm } from '../../platform/api/of-form.js';

/** Days of a time that offices have records of; what is no day, such as the 30th of February, is refused where it is used. */
const DAY = /^(19|2\d)\d\d-\d{2}-\d{2}$/;

/** Which part of a report. */
export class ReportQuery {
  @ApiPropertyOptional({
    description: 'First day, in the zone of the agency; without it, the first of the month of `until`.',
    type: String,
    example: '2026-11-01',
  })
  @IsOptional()
  @IsString()
  @OfForm(DAY, FORMS.day)
  from?: string;

  @ApiPropertyOptional({ description: 'Last day; without it, today.', type: String, example: '2026-11-30' })
  @IsOptional()
  @IsString()
  @OfForm(DAY, FORMS.day)
  until?: string;

  @ApiPropertyOptional({ description: 'Code of a service; without it, all.', type: String })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  service?: string;

  @ApiPropertyOptional({ description: 'What to group by, as the list of reports names it; without it, the first.', type: String })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  group?: string;
}

/** A page of it. */
export class ReportPageQuery extends ReportQuery {
  @ApiPropertyOptional({
    description: 'At most this many lines; without it 200 of a register, and all of a sum.',
    type: Number,
    minimum: 1,
    maximum: 1000,
  })
  @IsOptional()
  @WholeNumber()
  @IsInt()
  @Min(1)
  @Max(1000)
  limit?: number;

  @ApiPropertyOptional({ description: 'The `next` of the page before.', type: String })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  after?: string;
}
