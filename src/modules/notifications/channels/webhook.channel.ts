import { Inject, Injectable } from '@nestjs/common';
import { createHmac } from 'node:crypto';
import { Clock } from '../../../kernel/clock.js';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/tx.js';
import { WebhookHealth } from '../webhook-health.js';
import { SECRET_PREFIX, WebhookSecrets } from '../webhook-secrets.js';
import { NotDelivered, ReceiverUnreachable, whyFailed, type ChannelSender, type LeavingNotice } from './channel.js';
import { post } from './post.js';

const READ = statement(
  'webhook.read',
  `select url, secret, off_because, failing_since from webhook_subscriptions where agency = $1 and id = $2`,
);
const TURN_OFF = statement(
  'webhook.turn-off',
  `update webhook_subscriptions set off_at = $3, off_because = $4 where agency = $1 and id = $2 and off_at is null`,
);

interface Subscription {
  readonly url: string;
  readonly secret: Parameters<WebhookSecrets['decrypt']>[2];
  readonly off_because: string | null;
  readonly failing_since: Date | null;
}

/** Webhooks as Standard Webhooks has them: id, timestamp, and a signature over both and the body. */
@Injectable()
export class WebhookChannel implements ChannelSender {
  constructor(
    private readonly database: Database,
    private readonly secrets: WebhookSecrets,
    private readonly clock: Clock,
    private readonly health: WebhookHealth,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async send(notice: LeavingNotice, signal: AbortSignal): Promise<void> {
    const { agency, id, recipient, body } = notice;
    const [subscription] = await this.database.run<Subscription>(READ, [agency, recipient]);
    if (!subscription) throw new NotDelivered('the subscription was deleted', true);
    if (subscription.off_because) throw new NotDelivered(`the subscription is off: ${subscription.off_because}`, true);
    const secret = await this.secrets.decrypt(agency, recipient, subscription.secret);
    const timestamp = String(Math.floor(this.clock.now().getTime() / 1000));
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': sign(secret, id, timestamp, body),
    };
    const sent = { url: subscription.url, headers, body, signal, anywhere: this.config.allowPrivateWebhooks };
    const status = await post(sent).catch((error: Error) => this.unreachable(notice, error, signal));
    if (status >= 500 || status === 429) throw await this.failing(notice, `the receiver answered ${status}`);
    if (subscription.failing_since) await this.health.answered(agency, recipient);
    if (status >= 200 && status < 300) return;
    if (status === 410) await this.database.run(TURN_OFF, [agency, recipient, this.clock.now(), 'the receiver answered 410 Gone']);
    if (status >= 300 && status < 400) throw new NotDelivered(`the receiver answered ${status}; redirects are not followed`, false);
    throw new NotDelivered(`the receiver answered ${status}`, status === 410);
  }

  /** What keeps us from calling is refused for good; everything else is a receiver that does not answer. */
  private async unreachable(notice: LeavingNotice, error: Error, signal: AbortSignal): Promise<never> {
    const stopping = signal.aborted && (signal.reason as Error).name !== 'TimeoutError';
    if (error instanceof NotDelivered || stopping) throw error;
    throw await this.failing(notice, whyFailed(error));
  }

  private async failing(notice: LeavingNotice, why: string): Promise<ReceiverUnreachable> {
    await this.health.failed(notice, why);
    return new ReceiverUnreachable(why);
  }
}

/** `v1,` and the HMAC-SHA256 of id, timestamp and body, in base64. */
export function sign(secret: string, id: string, timestamp: string, body: string): string {
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}
