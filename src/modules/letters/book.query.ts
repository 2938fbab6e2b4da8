import { ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import { PageQuery } from '../../platform/api/page-query.js';
import { WholeNumber } from '../../platform/api/whole-number.js';
import { FORMS, OfForm } from '../../platform/api/of-form.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Which year or period of a book. */
export class BookRangeQuery {
  @ApiPropertyOptional({
    description: 'Year of the book; without it and without a period, the present one.',
    type: Number,
    minimum: 1945,
    maximum: 2999,
  })
  @IsOptional()
  @WholeNumber()
  @IsInt()
  @Min(1945)
  @Max(2999)
  year?: number;

  @ApiPropertyOptional({ description: 'Dated this day or later, in the zone of the agency.', type: String, example: '2026-11-01' })
  @IsOptional()
  @IsString()
  @OfForm(DAY, FORMS.day)
  from?: string;

  @ApiPropertyOptional({ description: 'Dated this day or before.', type: String, example: '2026-11-30' })
  @IsOptional()
  @IsString()
  @OfForm(DAY, FORMS.day)
  until?: string;
}

/** A page of it. */
export class BookQuery extends IntersectionType(BookRangeQuery, PageQuery) {}
