import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { PageQuery } from '../../platform/api/page-query.js';

const STATUSES = ['open', 'granted', 'rejected', 'withdrawn'];

/** Which applications to list; the newest come first. */
export class ApplicationsQuery extends PageQuery {
  @ApiPropertyOptional({
    description:
      'Part of a number, receipt number, NIB or name, at least three signs; or a whole NIK, telephone number or mail address, for who may.',
    type: String,
  })
  @IsOptional()
  @IsString()
  @MinLength(3)
  @MaxLength(100)
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
}
