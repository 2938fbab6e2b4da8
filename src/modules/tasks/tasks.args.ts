import { ArgsType, Field, ObjectType } from '@nestjs/graphql';
import { pageArgs, pageType } from '../../platform/graphql/connection.js';
import { OrphanView } from './inbox.view.js';
import { TaskSummaryView } from './task.view.js';
import { TaskCountsQuery, TasksQuery } from './tasks.query.js';

/** The query of REST as GraphQL arguments: the same class checks both. */
@ArgsType()
export class TasksArgs extends pageArgs(TasksQuery) {
  @Field(() => String, { nullable: true, description: 'Role in whose inbox they are; `any` for all; without it, the roles of the reader.' })
  declare role?: string;

  @Field(() => String, { nullable: true, description: 'Section, for roles that exist once per section.' })
  declare section?: string;

  @Field(() => String, { nullable: true, description: 'open (without it), done or cancelled.' })
  declare status?: TasksQuery['status'];

  @Field(() => String, { nullable: true, description: 'By when at the latest: overdue, today or week.' })
  declare due?: TasksQuery['due'];

  @Field(() => String, { nullable: true, description: 'One pile, as they are counted: overdue, today, this-week, later or waiting.' })
  declare bucket?: TasksQuery['bucket'];

  @Field(() => String, { nullable: true, description: '`me`, the id of who has taken it, or `nobody`.' })
  declare assignee?: string;

  @Field(() => String, { nullable: true, description: 'Code of a service.' })
  declare service?: string;

  @Field(() => String, { nullable: true, description: 'Words of the case: number, receipt number, name, NIB.' })
  declare q?: string;

  @Field(() => String, { nullable: true, description: 'Id of an application.' })
  declare application?: string;
}

/** What is counted. */
@ArgsType()
export class TaskCountsArgs extends TaskCountsQuery {
  @Field(() => String, { nullable: true, description: 'Role in whose inbox they are; `any` for all; without it, the roles of the reader.' })
  declare role?: string;

  @Field(() => String, { nullable: true, description: 'Section, for roles that exist once per section.' })
  declare section?: string;

  @Field(() => String, { nullable: true, description: '`me`, the id of who has taken it, or `nobody`.' })
  declare assignee?: string;

  @Field(() => String, { nullable: true, description: 'Code of a service.' })
  declare service?: string;
}

@ObjectType({ description: 'A page of tasks.' })
export class TaskPage extends pageType(TaskSummaryView, 'TaskSummary') {}

@ObjectType({ description: 'A page of cases in nobody’s inbox.' })
export class OrphanPage extends pageType(OrphanView, 'Orphan') {}
