import { ArgsType, Field, ObjectType } from '@nestjs/graphql';
import { pageArgs, pageType } from '../../platform/graphql/connection.js';
import { NotificationView } from './notification.view.js';
import { NotificationsQuery } from './notifications.query.js';

/** The query of REST as GraphQL arguments: the same class checks both. */
@ArgsType()
export class NotificationsArgs extends pageArgs(NotificationsQuery) {
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
