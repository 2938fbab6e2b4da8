import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { TaskSummaryView } from './task.view.js';
import { TasksQuery } from './tasks.query.js';

/** The query of REST as GraphQL arguments: the same class checks both. */
@ArgsType()
export class TasksArgs extends TasksQuery {
  @Field(() => Int, { defaultValue: 50, description: 'At most this many.' })
  declare limit: number;

  @Field(() => String, { nullable: true, description: 'The `next` of the page before.' })
  declare after?: string;

  @Field(() => String, { nullable: true, description: 'Role whose turn it is; `any` for all; without it, the roles of the reader.' })
  declare role?: string;

  @Field(() => String, { nullable: true, description: 'open (without it), done or cancelled.' })
  declare status?: TasksQuery['status'];

  @Field(() => String, { nullable: true, description: 'overdue, today or week.' })
  declare due?: TasksQuery['due'];

  @Field(() => String, { nullable: true, description: '`me`, or the id of who has taken it.' })
  declare assignee?: string;

  @Field(() => String, { nullable: true, description: 'Code of a service.' })
  declare service?: string;

  @Field(() => String, { nullable: true, description: 'Id of an application.' })
  declare application?: string;
}

@ObjectType({ description: 'A page of tasks.' })
export class TaskPage {
  @Field(() => [TaskSummaryView], { description: 'The page.' })
  items: TaskSummaryView[];

  @Field(() => String, { nullable: true, description: 'Cursor of the page after it; null on the last.' })
  next: string | null;
}
