import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { PageQuery } from '../../platform/api/page-query.js';

/** Which entries of the audit log to list; the newest come first. */
export class AuditQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'What it was, such as sign-in-failed or specific-data-read.', type: String })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  @Matches(/^[a-z-]+$/)
  kind?: string;

  @ApiPropertyOptional({ description: 'Id of who did it.', type: String })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  actor?: string;
}
