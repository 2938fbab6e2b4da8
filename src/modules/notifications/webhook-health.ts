import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/ids.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/tx.js';
import type { LeavingNotice } from './channels/channel.js';
import { INSERT_NOTICES } from './notice-statements.js';
import { toRole } from './recipients.js';

/** A receiver that has not answered for so long is not called any more. */
const OFF_AFTER_MS = 86_400_000;

const FAILED = statement(
  'webhook.failed',
  `update webhook_subscriptions
      set failing_since = coalesce(failing_since, $3),
          off_at = case when failing_since <= $4 then $3 end, off_because = case when failing_since <= $4 then $5 end
    where agency = $1 and id = $2 and off_at is null
   returning url, off_at`,
);
const ANSWERED = statement(
  'webhook.answered',
  `update webhook_subscriptions set failing_since = null where agency = $1 and id = $2 and failing_since is not null`,
);

/** Since when a receiver has not answered: after a day its webhook is off, and the administrators are notified. */
@Injectable()
export class WebhookHealth {
  private readonly logger = new Logger('Webhooks');

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async answered(agency: string, id: string): Promise<void> {
    await this.database.run(ANSWERED, [agency, id]);
  }

  async failed(notice: LeavingNotice, why: string): Promise<void> {
    const { agency, recipient: id } = notice;
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      const because = `the receiver has not answered for a day: ${why}`.slice(0, 300);
      const [row] = await tx.run<{ url: string; off_at: Date | null }>(FAILED, [
        agency,
        id,
        now,
        new Date(now.getTime() - OFF_AFTER_MS),
        because,
      ]);
      if (!row?.off_at) return;
      this.logger.warn(`webhook ${id} of ${agency} is off: ${because}`);
      await tx.run(INSERT_NOTICES, [JSON.stringify([offNotice(notice, new URL(row.url).host, newId(now), now)])]);
    });
  }
}

function offNotice({ agency, application_id }: LeavingNotice, host: string, id: string, now: Date): object {
  return {
    agency,
    id,
    application_id,
    // No event of the case: what happened is about the webhook, and the case only the last that it was to hear of.
    event_seq: -Math.floor(now.getTime() / 1000),
    kind: 'webhook-off',
    channel: 'in-app',
    recipient: toRole('admin'),
    address: null,
    language: 'id',
    subject: 'Webhook dimatikan',
    body: `Webhook ke ${host} dimatikan karena penerimanya tidak menjawab selama satu hari. Perbaiki penerimanya, lalu daftarkan lagi.`,
    status: 'sent',
    created_at: now.toISOString(),
  };
}
