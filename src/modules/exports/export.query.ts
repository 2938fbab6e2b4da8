import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { WholeNumber } from '../../platform/api/whole-number.js';

/** From where on a view is exported. */
export class ExportQuery {
  @ApiPropertyOptional({ description: 'The `next` of a page of the same view: what comes behind it.', type: String })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  after?: string;
}

/** A page of it. */
export class ExportPageQuery extends ExportQuery {
  @ApiPropertyOptional({ description: 'At most this many.', type: Number, minimum: 1, maximum: 10_000, default: 1000 })
  @WholeNumber()
  @IsInt()
  @Min(1)
  @Max(10_000)
  limit: number = 1000;
}
