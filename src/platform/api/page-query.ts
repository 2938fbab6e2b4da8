import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { WholeNumber } from './whole-number.js';

/** `?limit=&after=` of every list. */
export class PageQuery {
  @ApiPropertyOptional({ description: 'At most this many.', type: Number, minimum: 1, maximum: 200, default: 50 })
  @WholeNumber()
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;

  @ApiPropertyOptional({ description: 'The `next` of the page before.', type: String })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  after?: string;
}
