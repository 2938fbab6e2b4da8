import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { PageQuery } from '../../platform/api/page-query.js';

const STATUSES = ['open', 'done', 'cancelled'] as const;
const DUE = ['overdue', 'today', 'week'] as const;

/** Which tasks to list; the most urgent come first. */
export class TasksQuery extends PageQuery {
  @ApiPropertyOptional({
    description: 'Role whose turn it is; `any` for all that may be seen; without it, the roles of the reader.',
    type: String,
  })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  role?: string;

  @ApiPropertyOptional({ description: 'How it stands; open without it.', enum: STATUSES })
  @IsOptional()
  @IsIn(STATUSES)
  status?: (typeof STATUSES)[number];

  @ApiPropertyOptional({ description: 'Due already, by the end of today, or within seven days.', enum: DUE })
  @IsOptional()
  @IsIn(DUE)
  due?: (typeof DUE)[number];

  @ApiPropertyOptional({ description: '`me`, or the id of who has taken it.', type: String })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  assignee?: string;

  @ApiPropertyOptional({ description: 'Code of a service.', type: String })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  service?: string;

  @ApiPropertyOptional({ description: 'Id of an application.', type: String, format: 'uuid' })
  @IsOptional()
  @IsUUID()
  application?: string;
}
