import { NOTICE_KINDS, type NoticeKind } from './notice-kinds.js';
import { endingAhead, nextTask, type NewsOfCase } from './notice-rules.js';
import { openFindings } from './notice-values.js';

/** The body sent to another system: what happened to which case, and nothing about the person; details are read through the API. */
export function webhookBody(kind: NoticeKind, news: NewsOfCase): string {
  const { agency, definition, application, event, seq } = news;
  const next = nextTask(event);
  return JSON.stringify({
    type: NOTICE_KINDS[kind].type,
    timestamp: event.at,
    data: {
      agency: agency.code,
      application: { id: application.id, number: application.number, service: definition.code, receiptNumber: application.receiptNumber },
      event: { seq, type: event.type, ...(event.type === 'completed' && { step: event.step, outcome: event.outcome }) },
      task: next && { id: next.id, step: next.step, role: next.role, section: next.section, dueAt: news.dueAt?.toISOString() ?? null },
      ...(event.type === 'rang' && {
        late: { task: event.task, step: event.step, told: event.to, dueAt: news.dueAt?.toISOString() ?? null },
      }),
      ...(event.type === 'warned' && { statutory: { told: event.to, dueAt: event.dueAt, daysLeft: event.daysLeft } }),
      ...(kind === 'returned' && { missing: openFindings(news).map(({ requirement, status }) => ({ requirement, status })) }),
      ...((kind === 'decided' || kind === 'ready') && { decision: endingAhead(definition, event) }),
    },
  });
}
