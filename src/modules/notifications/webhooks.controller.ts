import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../kernel/principal.js';
import { ApiAnswer, ApiNothing, ApiPage } from '../../platform/api/api-answer.js';
import { Command, type ApiCommand } from '../../platform/api/command-of.js';
import type { Page } from '../../platform/api/paging.js';
import { IdPipe } from '../../platform/api/validation.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { NewWebhookInput } from './new-webhook.input.js';
import { NotificationView } from './notification.view.js';
import { NewWebhookView, WebhookView } from './webhook.view.js';
import { WebhooksService } from './webhooks.service.js';

@ApiTags('notifications')
@ApiBearerAuth()
@Controller('v1/webhooks')
export class WebhooksController {
  constructor(private readonly webhooks: WebhooksService) {}

  @Get()
  @Allow('webhooks.manage')
  @ApiOperation({ summary: 'Other systems that are told of events' })
  @ApiPage(WebhookView)
  list(@CurrentPrincipal() principal: Principal): Promise<Page<WebhookView>> {
    return this.webhooks.list(principal);
  }

  @Post()
  @Allow('webhooks.manage')
  @ApiOperation({ summary: 'Tell another system, by signed webhooks (Standard Webhooks); answers the secret, this once' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiAnswer(201, NewWebhookView)
  create(@Command() command: ApiCommand, @Body() input: NewWebhookInput): Promise<NewWebhookView> {
    return this.webhooks.create(command, input);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('webhooks.manage')
  @ApiOperation({ summary: 'Tell it no more' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiNothing()
  delete(@Command() command: ApiCommand, @Param('id', IdPipe) id: string): Promise<void> {
    return this.webhooks.delete(command, id);
  }

  @Post(':id/replay/:notice')
  @HttpCode(200)
  @Allow('webhooks.manage')
  @ApiOperation({ summary: 'Send a notice to it once more, under the same id' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiAnswer(200, NotificationView)
  replay(
    @Command() command: ApiCommand,
    @Param('id', IdPipe) id: string,
    @Param('notice', IdPipe) notice: string,
  ): Promise<NotificationView> {
    return this.webhooks.replay(command, id, notice);
  }
}
