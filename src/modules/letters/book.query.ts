import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { PageQuery } from '../../platform/api/page-query.js';

/** Which year of a book. */
export class BookQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Year; the present one without it.', type: Number, minimum: 1945, maximum: 2999 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1945)
  @Max(2999)
  year?: number;
}
