import { Controller, Get, Headers, HttpCode, Param, Post, Query, Req, Sse, type MessageEvent } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { finalize, type Observable } from 'rxjs';
import type { Principal } from '../../kernel/principal.js';
import { ApiAnswer, ApiFile, ApiPage } from '../../platform/api/api-answer.js';
import { Command, type ApiCommand } from '../../platform/api/command-of.js';
import type { Page } from '../../platform/api/paging.js';
import { IdPipe } from '../../platform/api/validation.js';
import type { Access } from '../../platform/auth/access.js';
import { Allow, CurrentAccess, CurrentPrincipal } from '../../platform/auth/guard.js';
import { NoticeStream } from './notice-stream.js';
import { NotificationView } from './notification.view.js';
import { NotificationsQuery } from './notifications.query.js';
import { NotificationsService } from './notifications.service.js';

@ApiTags('notifications')
@ApiBearerAuth()
@Controller('v1/notifications')
export class NotificationsController {
  constructor(
    private readonly notifications: NotificationsService,
    private readonly notices: NoticeStream,
  ) {}

  @Get()
  @Allow('notifications.read')
  @ApiOperation({ summary: 'What I was told, the newest first; administrators see what became of everything that was sent' })
  @ApiPage(NotificationView)
  list(@CurrentPrincipal() principal: Principal, @Query() query: NotificationsQuery): Promise<Page<NotificationView>> {
    return this.notifications.list(principal, query);
  }

  @Sse('stream')
  @Allow('notifications.read')
  @ApiOperation({ summary: 'New notices for me as they come (server-sent events: `ready`, `notice`, `ping`)' })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'Id of the last notice received: those after it come first.' })
  @ApiFile('text/event-stream')
  stream(
    @CurrentAccess() access: Access,
    @Headers('last-event-id') last: string | undefined,
    @Req() { raw }: FastifyRequest,
  ): Observable<MessageEvent> {
    // The connection ends with the stream: a server that stops would wait for one that is kept alive.
    return this.notices.events(access, last).pipe(finalize(() => setImmediate(() => raw.socket.destroySoon?.())));
  }

  @Post(':id/read')
  @HttpCode(200)
  @Allow('notifications.read')
  @ApiOperation({ summary: 'I have read it' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiAnswer(200, NotificationView)
  read(@Command() command: ApiCommand, @Param('id', IdPipe) id: string): Promise<NotificationView> {
    return this.notifications.read(command, id);
  }

  @Post(':id/retry')
  @HttpCode(200)
  @Allow('notifications.manage')
  @ApiOperation({ summary: 'Send it again: one that was given up, or that waits for its next attempt' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiAnswer(200, NotificationView)
  retry(@Command() command: ApiCommand, @Param('id', IdPipe) id: string): Promise<NotificationView> {
    return this.notifications.retry(command, id);
  }
}
