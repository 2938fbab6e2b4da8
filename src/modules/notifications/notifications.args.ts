import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { pageType } from '../../platform/graphql/connection.js';
import { NotificationView } from './notification.view.js';
import { NotificationsQuery } from './notifications.query.js';

/** The query of REST as GraphQL arguments: the same class checks both. */
@ArgsType()
export class NotificationsArgs extends NotificationsQuery {
  @Field(() => Int, { defaultValue: 50, description: 'At most this many.' })
  declare limit: number;

  @Field(() => String, { nullable: true, description: 'The `next` of the page before, or the cursor of an entry.' })
  declare after?: string;

  @Field(() => Int, { nullable: true, description: 'The same as `limit`, by the name that Relay has for it.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(200)
  first?: number;

  @Field(() => String, { nullable: true, description: 'mine or all.' })
  declare scope?: NotificationsQuery['scope'];

  @Field(() => String, { nullable: true, description: 'pending, retrying, sent or dead.' })
  declare status?: NotificationsQuery['status'];

  @Field(() => String, { nullable: true, description: 'in-app, email, gateway or webhook.' })
  declare channel?: NotificationsQuery['channel'];

  @Field(() => String, {
    nullable: true,
    description: 'received, returned, receipt, decided, ready, task, reminder, overdue or escalated.',
  })
  declare kind?: NotificationsQuery['kind'];

  @Field(() => String, { nullable: true, description: 'Id of an application.' })
  declare application?: string;

  @Field(() => Boolean, { nullable: true, description: 'Only what I have not read.' })
  declare unread?: boolean;
}

@ObjectType({ description: 'A page of notices.' })
export class NotificationPage extends pageType(NotificationView, 'Notification') {}
