import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { NotDelivered, type ChannelSender, type LeavingNotice } from './channel.js';
import { post } from './post.js';

/** Statuses that say "later" and not "no". */
const LATER = new Set([408, 409, 425, 429]);

/** WhatsApp or SMS, by an HTTP gateway that the operator has chosen: it may be in the private network. */
@Injectable()
export class GatewayChannel implements ChannelSender {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  async send({ id, agency, recipient, body }: LeavingNotice, signal: AbortSignal): Promise<void> {
    const { noticeGatewayUrl: url, noticeGatewayToken: token } = this.config;
    if (!url) throw new NotDelivered('NOTICE_GATEWAY_URL is not set', false);
    const headers = { 'idempotency-key': id, ...(token && { authorization: `Bearer ${token}` }) };
    const status = await post({ url, headers, body: JSON.stringify({ id, agency, to: recipient, text: body }), signal, anywhere: true });
    if (status >= 200 && status < 300) return;
    throw new NotDelivered(`the gateway answered ${status}`, status >= 400 && status < 500 && !LATER.has(status));
  }
}
