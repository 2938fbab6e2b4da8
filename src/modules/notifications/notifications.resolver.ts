import { Args, Mutation, Query, Resolver, Subscription } from '@nestjs/graphql';
import type { Principal } from '../../kernel/principal.js';
import { Command, type ApiCommand } from '../../platform/api/command-of.js';
import type { Access } from '../../platform/auth/access.js';
import { Allow, CurrentAccess, CurrentPrincipal } from '../../platform/auth/guard.js';
import { IdArg } from '../../platform/graphql/args.js';
import { connection, paged, type Connection } from '../../platform/graphql/connection.js';
import { subscriptionOf } from '../../platform/graphql/subscription.js';
import { NoticeStream } from './notice-stream.js';
import { NotificationPage, NotificationsArgs } from './notifications.args.js';
import { NotificationView } from './notification.view.js';
import { NotificationsService } from './notifications.service.js';

@Resolver(() => NotificationView)
export class NotificationsResolver {
  constructor(
    private readonly service: NotificationsService,
    private readonly notices: NoticeStream,
  ) {}

  @Query(() => NotificationPage, { description: 'What I was told, the newest first; for administrators, everything that was sent.' })
  @Allow('notifications.read')
  async notifications(@CurrentPrincipal() principal: Principal, @Args() args: NotificationsArgs): Promise<Connection<NotificationView>> {
    return connection(await this.service.list(principal, paged(args)));
  }

  @Mutation(() => NotificationView, { description: 'I have read a notice.' })
  @Allow('notifications.read')
  readNotification(@Command() command: ApiCommand, @IdArg('Id of the notice.') id: string): Promise<NotificationView> {
    return this.service.read(command, id);
  }

  @Mutation(() => NotificationView, { description: 'Sends a notice again that was given up, or waits for its next attempt.' })
  @Allow('notifications.manage')
  retryNotification(@Command() command: ApiCommand, @IdArg('Id of the notice.') id: string): Promise<NotificationView> {
    return this.service.retry(command, id);
  }

  @Subscription(() => NotificationView, {
    description: 'New notices for me as they come, over WebSocket (graphql-transport-ws); ends after an hour at most.',
    resolve: (notice: NotificationView) => notice,
  })
  @Allow('notifications.read')
  noticeAdded(@CurrentAccess() access: Access): AsyncIterableIterator<NotificationView> {
    return subscriptionOf(this.notices.live(access));
  }
}
