import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsUUID } from 'class-validator';
import { PageQuery } from '../../platform/api/page-query.js';
import { CHANNELS, KINDS, STATUSES, type Channel, type AnyKind, type NoticeStatus } from './notice-kinds.js';

const SCOPES = ['mine', 'all'] as const;

/** Which notices to list; the newest come first. */
export class NotificationsQuery extends PageQuery {
  @ApiPropertyOptional({
    description:
      'mine: in the application, to me and my roles. all: everything that was sent to anybody; for administrators, and theirs without it.',
    enum: SCOPES,
  })
  @IsOptional()
  @IsIn(SCOPES)
  scope?: (typeof SCOPES)[number];

  @ApiPropertyOptional({ description: 'How it fared.', enum: STATUSES })
  @IsOptional()
  @IsIn(STATUSES)
  status?: NoticeStatus;

  @ApiPropertyOptional({ description: 'In which way.', enum: CHANNELS })
  @IsOptional()
  @IsIn(CHANNELS)
  channel?: Channel;

  @ApiPropertyOptional({ description: 'What about.', enum: KINDS })
  @IsOptional()
  @IsIn(KINDS)
  kind?: AnyKind;

  @ApiPropertyOptional({ description: 'Id of an application.', type: String, format: 'uuid' })
  @IsOptional()
  @IsUUID()
  application?: string;

  @ApiPropertyOptional({ description: 'Only what I have not read.', type: Boolean })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  unread?: boolean;
}
