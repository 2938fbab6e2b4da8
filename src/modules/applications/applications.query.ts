import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { PageQuery } from '../../platform/api/page-query.js';
import { ORDERS, type SearchOrder } from '../../workflow/case-search.js';
import { SEARCHABLE } from '../../workflow/search-text.js';
import { WholeNumber } from '../../platform/api/whole-number.js';
import { FORMS, OfForm } from '../../platform/api/of-form.js';
import { Typed } from '../../platform/api/typed.js';

const STATUSES = ['open', 'granted', 'rejected', 'withdrawn'];
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const day = (description: string) => ApiPropertyOptional({ description, type: String, format: 'date', example: '2026-11-23' });

/** Which applications to list, and in which order. */
export class ApplicationsQuery extends PageQuery {
  @ApiPropertyOptional({
    description:
      'Words, in any order: of a number, a receipt number, the number of a letter, a NIB, a name (misspelt, too) or a note; ' +
      'two letters or digits in a row at least; punctuation does not count. Or a whole NIK, telephone number or mail address, for who may.',
    type: String,
  })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  @OfForm(SEARCHABLE, FORMS.words)
  @Typed('search')
  q?: string;

  @ApiPropertyOptional({ description: 'Code of a service.', type: String })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  service?: string;

  @ApiPropertyOptional({ description: 'How it stands.', enum: STATUSES })
  @IsOptional()
  @IsIn(STATUSES)
  status?: string;

  @ApiPropertyOptional({ description: 'Row of the SOP at which it is now.', type: Number, minimum: 1, maximum: 999 })
  @IsOptional()
  @WholeNumber()
  @IsInt()
  @Min(1)
  @Max(999)
  step?: number;

  @ApiPropertyOptional({ description: '`me`, or the id of the user who applies.', type: String })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  applicant?: string;

  @day('Opened on this day or later, in the zone of the agency.')
  @IsOptional()
  @IsString()
  @OfForm(DAY, FORMS.day)
  openedFrom?: string;

  @day('Opened on this day or before.')
  @IsOptional()
  @IsString()
  @OfForm(DAY, FORMS.day)
  openedUntil?: string;

  @day('Ended on this day or later.')
  @IsOptional()
  @IsString()
  @OfForm(DAY, FORMS.day)
  closedFrom?: string;

  @day('Ended on this day or before.')
  @IsOptional()
  @IsString()
  @OfForm(DAY, FORMS.day)
  closedUntil?: string;

  @ApiPropertyOptional({
    description:
      'newest (without it, and without `q`), oldest, urgent (open ones, by when their row is due) or relevance (without it, with `q`).',
    enum: ORDERS,
  })
  @IsOptional()
  @IsIn(ORDERS)
  order?: SearchOrder;
}
