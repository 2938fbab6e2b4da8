import { ApiProperty } from '@nestjs/swagger';
import type { WebhookRow } from './webhook.entity.js';

export class WebhookView {
  @ApiProperty({ description: 'Id.', type: String })
  id: string;

  @ApiProperty({ description: 'Address that is posted to.', type: String })
  url: string;

  @ApiProperty({ description: 'Types of events it wants; empty: all.', type: [String] })
  events: string[];

  @ApiProperty({ description: 'What it is for.', type: String })
  description: string;

  @ApiProperty({ description: 'When it was made (RFC 3339).', type: String })
  createdAt: string;

  @ApiProperty({ description: 'Since when it is off (RFC 3339).', type: String, nullable: true })
  offAt: string | null;

  @ApiProperty({ description: 'Why it is off.', type: String, nullable: true })
  offBecause: string | null;
}

export class NewWebhookView extends WebhookView {
  @ApiProperty({ description: 'Key of the signatures (Standard Webhooks); shown this once.', type: String, example: 'whsec_…' })
  secret: string;
}

/** A subscription without its secret. */
export function webhookView(row: Omit<WebhookRow, 'secret'>): WebhookView {
  return {
    id: row.id,
    url: row.url,
    events: row.events,
    description: row.description,
    createdAt: row.created_at.toISOString(),
    offAt: row.off_at?.toISOString() ?? null,
    offBecause: row.off_because,
  };
}
