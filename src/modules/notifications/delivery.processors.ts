import { Processor } from '@nestjs/bullmq';
import { Inject } from '@nestjs/common';
import type { Job } from 'bullmq';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { FairShares } from '../../platform/queue/fair-shares.js';
import { GracefulWorker, RetryLater, workerOptions } from '../../platform/queue/graceful-worker.js';
import { ReceiverUnreachable, type ChannelSender } from './channels/channel.js';
import { EmailChannel } from './channels/email.channel.js';
import { GatewayChannel } from './channels/gateway.channel.js';
import { WebhookChannel } from './channels/webhook.channel.js';
import { NoticeDeliveries } from './notice-deliveries.js';
import { queueOf, type QueuedNotice } from './notice-queues.js';

const LONGEST_PAUSE_MS = 3_600_000;
const MAILS_AT_ONCE = 6;
const WEBHOOKS_AT_ONCE = 24;

/** Delivers notices of one channel, within the shares of agencies and receivers. */
abstract class DeliveryProcessor extends GracefulWorker {
  protected abstract readonly deliveries: NoticeDeliveries;
  protected abstract readonly channel: ChannelSender;
  protected abstract readonly shares: FairShares;

  async process({ data }: Job<QueuedNotice>): Promise<void> {
    const admission = this.shares.enter(data.agency, data.recipient);
    if ('waitMs' in admission) throw new RetryLater(admission.waitMs, 'its share is used up, or its receiver does not answer');
    let failed = false;
    try {
      await this.deliveries.deliver(this.channel, data, (error) => (failed = error instanceof ReceiverUnreachable));
    } finally {
      admission.leave(failed ? 'failed' : 'done');
    }
  }
}

/** Everybody's mail goes to one server: an agency has its share of it, and so has an address. */
const MAIL_SHARES = { agency: 3, receiver: 2, suspects: MAILS_AT_ONCE, pauseMs: 0, longestPauseMs: 0 };

@Processor(queueOf('email'), workerOptions(MAILS_AT_ONCE))
export class EmailProcessor extends DeliveryProcessor {
  protected readonly shares = new FairShares(MAIL_SHARES);

  constructor(
    protected readonly deliveries: NoticeDeliveries,
    protected readonly channel: EmailChannel,
  ) {
    super();
  }
}

@Processor(queueOf('gateway'), workerOptions(MAILS_AT_ONCE))
export class GatewayProcessor extends DeliveryProcessor {
  protected readonly shares = new FairShares(MAIL_SHARES);

  constructor(
    protected readonly deliveries: NoticeDeliveries,
    protected readonly channel: GatewayChannel,
  ) {
    super();
  }
}

@Processor(queueOf('webhook'), workerOptions(WEBHOOKS_AT_ONCE))
export class WebhookProcessor extends DeliveryProcessor {
  protected readonly shares: FairShares;

  constructor(
    protected readonly deliveries: NoticeDeliveries,
    protected readonly channel: WebhookChannel,
    @Inject(CONFIG) { noticeRetryMs: pauseMs }: Config,
  ) {
    super();
    this.shares = new FairShares({ agency: 6, receiver: 3, suspects: 6, pauseMs, longestPauseMs: LONGEST_PAUSE_MS });
  }
}
