import { ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../platform/api/api-field.js';
import type { WebhookRow } from './webhook.entity.js';

@ObjectType('Webhook', { description: 'Another system that is told of events.' })
export class WebhookView {
  @ApiField(() => String, { description: 'Id.' })
  id: string;

  @ApiField(() => String, { description: 'Address that is posted to.' })
  url: string;

  @ApiField(() => [String], { description: 'Types of events it wants; empty: all.' })
  events: string[];

  @ApiField(() => String, { description: 'What it is for.' })
  description: string;

  @ApiField(() => String, { description: 'When it was made (RFC 3339).' })
  createdAt: string;

  @ApiField(() => String, { description: 'Since when it is off (RFC 3339).', nullable: true })
  offAt: string | null;

  @ApiField(() => String, { description: 'Why it is off.', nullable: true })
  offBecause: string | null;
}

@ObjectType('NewWebhook', { description: 'A new webhook with its secret.' })
export class NewWebhookView extends WebhookView {
  @ApiField(() => String, { description: 'Key of the signatures (Standard Webhooks); shown this once.', example: 'whsec_…' })
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
