import { Int, ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../platform/api/api-field.js';
import type { NoticeRow } from './notice.entity.js';

@ObjectType('Notification', { description: 'What somebody is told about one event, as it was written, and how it fared.' })
export class NotificationView {
  @ApiField(() => String, { description: 'Id.' })
  id: string;

  @ApiField(() => String, { description: 'What about, such as received, returned, decided, task, reminder or account-changed.' })
  kind: string;

  @ApiField(() => String, { description: 'in-app, email, gateway or webhook.' })
  channel: string;

  @ApiField(() => String, { description: 'Who: `user:…`, `role:…`, an address or a number (masked), or the id of a webhook.' })
  recipient: string;

  @ApiField(() => String, { description: 'Id of the application; of the account, for a notice about one.' })
  application: string;

  @ApiField(() => Int, {
    description: 'Number of the event in the timeline of the application; below zero for a notice that is of no event.',
  })
  event: number;

  @ApiField(() => String, { description: 'Language it is written in: id or en.' })
  language: string;

  @ApiField(() => String, { description: 'Heading; the type, for a webhook.' })
  subject: string;

  @ApiField(() => String, { description: 'Text as it was sent; JSON, for a webhook.' })
  body: string;

  @ApiField(() => String, { description: 'pending, retrying, sent or dead.' })
  status: string;

  @ApiField(() => Int, { description: 'Attempts to deliver it.' })
  attempts: number;

  @ApiField(() => String, { description: 'When it is tried again (RFC 3339).', nullable: true })
  nextAttemptAt: string | null;

  @ApiField(() => String, { description: 'What went wrong at the last attempt.', nullable: true })
  lastError: string | null;

  @ApiField(() => String, { description: 'When it was written (RFC 3339).' })
  createdAt: string;

  @ApiField(() => String, { description: 'When it was sent (RFC 3339).', nullable: true })
  sentAt: string | null;

  @ApiField(() => String, { description: 'When the reader has read it (RFC 3339).', nullable: true })
  readAt: string | null;
}

/** A notice as both transports show it. */
export function notificationView(row: NoticeRow, readAt: Date | null = null): NotificationView {
  return {
    id: row.id,
    kind: row.kind,
    channel: row.channel,
    recipient: row.recipient,
    application: row.application_id,
    event: row.event_seq,
    language: row.language,
    subject: row.subject,
    body: row.body,
    status: row.status,
    attempts: row.attempts,
    nextAttemptAt: row.status === 'sent' ? null : (row.next_attempt_at?.toISOString() ?? null),
    lastError: row.last_error,
    createdAt: row.created_at.toISOString(),
    sentAt: row.sent_at?.toISOString() ?? null,
    readAt: readAt?.toISOString() ?? null,
  };
}
