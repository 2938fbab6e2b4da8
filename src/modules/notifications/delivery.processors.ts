import { Processor } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import { HouseWorker, TryAgain, workerOptions } from '../../platform/queue/house-worker.js';
import { EmailChannel } from './channels/email.channel.js';
import { GatewayChannel } from './channels/gateway.channel.js';
import { WebhookChannel } from './channels/webhook.channel.js';
import { Deliveries } from './deliveries.js';
import { queueOf, type QueuedNotice } from './notice-queues.js';

@Processor(queueOf('email'), workerOptions(5))
export class EmailProcessor extends HouseWorker {
  constructor(
    private readonly deliveries: Deliveries,
    private readonly channel: EmailChannel,
  ) {
    super();
  }

  process(job: Job<QueuedNotice>): Promise<void> {
    return this.deliveries.deliver(this.channel, job.data);
  }
}

@Processor(queueOf('gateway'), workerOptions(5))
export class GatewayProcessor extends HouseWorker {
  constructor(
    private readonly deliveries: Deliveries,
    private readonly channel: GatewayChannel,
  ) {
    super();
  }

  process(job: Job<QueuedNotice>): Promise<void> {
    return this.deliveries.deliver(this.channel, job.data);
  }
}

/** Of these jobs at once, one receiver may have as many: one that is slow holds up no other. */
const AT_ONCE = 12;
const PER_RECEIVER = 3;
const QUEUE_UP_MS = 1000;

@Processor(queueOf('webhook'), workerOptions(AT_ONCE))
export class WebhookProcessor extends HouseWorker {
  private readonly busy = new Map<string, number>();

  constructor(
    private readonly deliveries: Deliveries,
    private readonly channel: WebhookChannel,
  ) {
    super();
  }

  async process({ data }: Job<QueuedNotice>): Promise<void> {
    const running = this.busy.get(data.recipient) ?? 0;
    if (running >= PER_RECEIVER) throw new TryAgain(QUEUE_UP_MS, 'this receiver is busy');
    this.busy.set(data.recipient, running + 1);
    try {
      await this.deliveries.deliver(this.channel, data);
    } finally {
      const left = this.busy.get(data.recipient)! - 1;
      if (left > 0) this.busy.set(data.recipient, left);
      else this.busy.delete(data.recipient);
    }
  }
}
