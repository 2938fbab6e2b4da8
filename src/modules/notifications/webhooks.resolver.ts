import { Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { Principal } from '../../kernel/principal.js';
import { Command, type ApiCommand } from '../../platform/api/command-of.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { IdArg, InputArg } from '../../platform/graphql/args.js';
import { connection, pageType, type Connection } from '../../platform/graphql/connection.js';
import { NewWebhookInput } from './new-webhook.input.js';
import { NotificationView } from './notification.view.js';
import { NewWebhookView, WebhookView } from './webhook.view.js';
import { WebhooksService } from './webhooks.service.js';

@ObjectType({ description: 'The webhooks of an agency, all of them.' })
export class WebhookPage extends pageType(WebhookView, 'Webhook') {}

@Resolver(() => WebhookView)
export class WebhooksResolver {
  constructor(private readonly service: WebhooksService) {}

  @Query(() => WebhookPage, { description: 'Other systems that are told of events.' })
  @Allow('webhooks.manage')
  async webhooks(@CurrentPrincipal() principal: Principal): Promise<Connection<WebhookView>> {
    return connection(await this.service.list(principal), true);
  }

  @Mutation(() => NewWebhookView, {
    description: 'Tells another system, by signed webhooks (Standard Webhooks); answers the secret, this once.',
  })
  @Allow('webhooks.manage')
  createWebhook(
    @Command() command: ApiCommand,
    @InputArg(NewWebhookInput, 'Where to, and of what.') input: NewWebhookInput,
  ): Promise<NewWebhookView> {
    return this.service.create(command, input);
  }

  @Mutation(() => Boolean, { description: 'Tells another system no more; true when that is done.' })
  @Allow('webhooks.manage')
  async deleteWebhook(@Command() command: ApiCommand, @IdArg('Id of the webhook.') id: string): Promise<boolean> {
    await this.service.delete(command, id);
    return true;
  }

  @Mutation(() => NotificationView, { description: 'Sends a notice to a webhook once more, under the same id.' })
  @Allow('webhooks.manage')
  replayWebhook(
    @Command() command: ApiCommand,
    @IdArg('Id of the webhook.') id: string,
    @IdArg('Id of the notice.', 'notice') notice: string,
  ): Promise<NotificationView> {
    return this.service.replay(command, id, notice);
  }
}
