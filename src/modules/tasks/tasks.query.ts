import { ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { PageQuery } from '../../platform/api/page-query.js';
import { SEARCHABLE } from '../../workflow/search-text.js';
import { BUCKETS, DUE_BY } from './due-buckets.js';
import { FORMS, OfForm } from '../../platform/api/of-form.js';
import { Typed } from '../../platform/api/typed.js';

const STATUSES = ['open', 'done', 'cancelled'] as const;

/** Whose tasks, of what. */
export class TaskCountsQuery {
  @ApiPropertyOptional({
    description: 'Role in whose inbox they are; `any` for all that may be seen; without it, the roles of the reader.',
    type: String,
  })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  role?: string;

  @ApiPropertyOptional({ description: 'Section, for roles that exist once per section.', type: String })
  @IsOptional()
  @IsString()
  @MaxLength(20)
  section?: string;

  @ApiPropertyOptional({ description: '`me`, the id of who has taken it, or `nobody`.', type: String })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  assignee?: string;

  @ApiPropertyOptional({ description: 'Code of a service.', type: String })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  service?: string;
}

class TaskListQuery {
  @ApiPropertyOptional({ description: 'How it stands; open without it.', enum: STATUSES })
  @IsOptional()
  @IsIn(STATUSES)
  status?: (typeof STATUSES)[number];

  @ApiPropertyOptional({ description: 'By when at the latest: due already, by the end of today, or within seven days.', enum: DUE_BY })
  @IsOptional()
  @IsIn(DUE_BY)
  due?: (typeof DUE_BY)[number];

  @ApiPropertyOptional({
    description:
      'One pile, as they are counted: overdue; due later today; later this week (until Sunday); after that; or with a clock that stands still.',
    enum: BUCKETS,
  })
  @IsOptional()
  @IsIn(BUCKETS)
  bucket?: (typeof BUCKETS)[number];

  @ApiPropertyOptional({
    description: 'Words of the case: number, receipt number, name, NIB; two letters or digits in a row at least.',
    type: String,
  })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  @OfForm(SEARCHABLE, FORMS.words)
  @Typed('search')
  q?: string;

  @ApiPropertyOptional({ description: 'Id of an application.', type: String, format: 'uuid' })
  @IsOptional()
  @IsUUID()
  application?: string;
}

/** Which tasks to list; the most urgent come first. */
export class TasksQuery extends IntersectionType(TaskCountsQuery, TaskListQuery, PageQuery) {}
