import { BullModule } from '@nestjs/bullmq';
import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Config } from '../../platform/config/config.js';
import { EmailChannel } from './channels/email.channel.js';
import { GatewayChannel } from './channels/gateway.channel.js';
import { WebhookChannel } from './channels/webhook.channel.js';
import { NoticeDeliveries } from './notice-deliveries.js';
import { EmailProcessor, GatewayProcessor, WebhookProcessor } from './delivery.processors.js';
import { OUTWARD } from './notice-kinds.js';
import { NoticeQueues, queueOf } from './notice-queues.js';
import { NoticeBodies } from './notice-bodies.js';
import { NoticeReadRow } from './notice-read.entity.js';
import { NoticeStream } from './notice-stream.js';
import { NoticeTexts } from './notice-texts.js';
import { NoticeWriter } from './notice-writer.js';
import { NoticeRow } from './notice.entity.js';
import { NotificationsController } from './notifications.controller.js';
import { NotificationsResolver } from './notifications.resolver.js';
import { NotificationsService } from './notifications.service.js';
import { WebhookHealth } from './webhook-health.js';
import { WebhookRow } from './webhook.entity.js';
import { WebhooksController } from './webhooks.controller.js';
import { WebhooksResolver } from './webhooks.resolver.js';
import { WebhookSecrets } from './webhook-secrets.js';
import { WebhooksService } from './webhooks.service.js';

const DELIVERY = [
  WebhookHealth,
  NoticeWriter,
  NoticeQueues,
  NoticeDeliveries,
  EmailChannel,
  GatewayChannel,
  WebhookChannel,
  EmailProcessor,
  WebhookProcessor,
];

/** Notices and their channels. A process without the role worker shows notices and delivers none. */
@Module({})
export class NotificationsModule {
  static with(config: Config): DynamicModule {
    const works = config.role.includes('worker');
    const delivery = [...DELIVERY, ...(config.noticeGatewayUrl ? [GatewayProcessor] : [])];
    return {
      module: NotificationsModule,
      imports: [
        TypeOrmModule.forFeature([NoticeRow, NoticeReadRow, WebhookRow]),
        ...(works ? [BullModule.registerQueue(...OUTWARD.map((channel) => ({ name: queueOf(channel) })))] : []),
      ],
      controllers: [NotificationsController, WebhooksController],
      providers: [
        NoticeBodies,
        NoticeTexts,
        NoticeStream,
        NotificationsService,
        NotificationsResolver,
        WebhookSecrets,
        WebhooksService,
        WebhooksResolver,
        ...(works ? delivery : []),
      ],
    };
  }
}
