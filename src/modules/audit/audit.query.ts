import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { PageQuery } from '../../platform/api/page-query.js';
import { OfForm } from '../../platform/api/of-form.js';

const KIND = { form: { id: 'huruf kecil dan -', en: 'small letters and -' }, example: 'signed-in' };

/** Which entries of the audit log to list; the newest come first. */
export class AuditQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'What it was, such as sign-in-failed or specific-data-read.', type: String })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  @OfForm(/^[a-z-]+$/, KIND)
  kind?: string;

  @ApiPropertyOptional({ description: 'Id of who did it.', type: String })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  actor?: string;
}
