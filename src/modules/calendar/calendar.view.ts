import { Int, ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../platform/api/api-field.js';
import { Json } from '../../platform/api/json.scalar.js';

@ObjectType('Calendar', { description: 'When an agency works.' })
export class CalendarView {
  @ApiField(() => String, { description: 'Code of the agency.' })
  agency: string;

  @ApiField(() => Int, { description: 'Version of the calendar, counted up by every change; also the `ETag`, for `If-Match`.' })
  version: number;

  @ApiField(() => String, { description: 'IANA zone of the agency, from its file.' })
  zone: string;

  @ApiField(() => String, { description: 'WIB, WITA or WIT; null for a zone that is none of these.', nullable: true })
  zoneName: string | null;

  @ApiField(() => Json, {
    description:
      'Working hours per weekday (mon to sun; a day without is free), with the time they hold for (`from`, `until`), `code`, `source`, ' +
      '`confirmed`, whether `shipped` with the calendar file, and by whom and when they were `changed`. The last one that covers a date wins.',
    json: 'list',
  })
  profiles: object;

  @ApiField(() => Json, {
    description:
      'Dates that are not as their weekday would have it: holidays, joint leave, closed, short and extra days, with `hours`, `source`, ' +
      '`confirmed`, whether `shipped`, and by whom and when `changed`.',
    json: 'list',
  })
  days: object;

  @ApiField(() => Json, { description: 'Dates that are ordinary in spite of the calendar file: `date` and `changed`.', json: 'list' })
  ordinary: object;

  @ApiField(() => Json, {
    description: 'What is expected, but still to be confirmed by an administrator: where (`pointer`), `date` or `code`, `name`, `source`.',
    json: 'list',
  })
  unconfirmed: object;
}

@ObjectType('CalendarChange', { description: 'A change of the calendar, and the deadlines that moved with it.' })
export class CalendarChangeView {
  @ApiField(() => Int, { description: 'Version of the calendar that the change has made.' })
  version: number;

  @ApiField(() => Json, {
    description: 'What has changed: `kind` (day or profile), `key` (date or code), `before`, `after`.',
    json: 'list',
  })
  changes: object;

  @ApiField(() => Int, { description: 'How many open tasks have another deadline now.' })
  moved: number;

  @ApiField(() => Json, {
    description:
      'Which (the first thousand, then `/v1/calendar/changes/{version}/tasks`): task, application number, step, deadline before and now.',
    json: 'list',
  })
  tasks: object;

  @ApiField(() => Boolean, {
    description: 'False: a transaction from before the change still runs, and a worker brings what it leaves after the calendar.',
  })
  complete: boolean;

  @ApiField(() => String, {
    description: 'The proposal that somebody else has to approve, where the hours of today or of the past would change; null otherwise.',
    nullable: true,
  })
  proposal: string | null;
}

@ObjectType('CalendarProposal', {
  description: 'A change of the hours of today or of the past: it counts once a second person has approved it.',
})
export class CalendarProposalView {
  @ApiField(() => String, { description: 'Id.' })
  id: string;

  @ApiField(() => String, { description: 'When it was proposed (RFC 3339).' })
  proposedAt: string;

  @ApiField(() => String, { description: 'Who proposed it.' })
  proposedBy: string;

  @ApiField(() => String, { description: 'The decree or announcement that says so.' })
  source: string;

  @ApiField(() => String, { description: 'The first date on which the hours change.' })
  firstDate: string;

  @ApiField(() => Json, { description: 'What it asks for: `days` and `profiles` by date and code; "file" is what the calendar file says.' })
  edit: object;

  @ApiField(() => Int, { description: 'How many applications were open on that date or since.' })
  applications: number;

  @ApiField(() => [String], { description: 'Their numbers, the first hundred.' })
  firstApplications: string[];

  @ApiField(() => String, { description: 'approved or rejected; null while it waits.', nullable: true })
  decision: string | null;

  @ApiField(() => String, { description: 'When it was decided (RFC 3339).', nullable: true })
  decidedAt: string | null;

  @ApiField(() => String, { description: 'Who decided it.', nullable: true })
  decidedBy: string | null;

  @ApiField(() => Int, { description: 'Version of the calendar that the approval has made.', nullable: true })
  version: number | null;
}

@ObjectType('CalendarDayChange', { description: 'A change of one date, and the deadlines that moved with it.' })
export class CalendarDayChangeView extends CalendarChangeView {
  @ApiField(() => String, { description: 'The date.' })
  date: string;

  @ApiField(() => Json, { description: 'What it is now; null for an ordinary day.', nullable: true })
  day: object | null;
}

@ObjectType('CalendarHistoryEntry', { description: 'A change of the calendar, as it is kept for ever.' })
export class CalendarHistoryView {
  @ApiField(() => Int, { description: 'Version of the calendar that it made.' })
  version: number;

  @ApiField(() => String, { description: 'When (RFC 3339).' })
  at: string;

  @ApiField(() => String, { description: 'Id of who made it; `system` for a calendar file that has changed.' })
  actorId: string;

  @ApiField(() => String, { description: 'Their name.' })
  actorName: string;

  @ApiField(() => Json, { description: '`kind` (day, profile or file), `key` (date or code), `before`, `after`.', json: 'list' })
  changes: object;

  @ApiField(() => Int, { description: 'How many deadlines moved with it.' })
  moved: number;
}

@ObjectType('MovedTask', { description: 'An open task whose deadline moved with a change of the calendar.' })
export class MovedTaskView {
  @ApiField(() => String, { description: 'The task.' })
  id: string;

  @ApiField(() => String, { description: 'Number of its application.' })
  application: string;

  @ApiField(() => Int, { description: 'Its step.' })
  step: number;

  @ApiField(() => String, { description: 'Deadline before (RFC 3339).', nullable: true })
  from: string | null;

  @ApiField(() => String, { description: 'Deadline now (RFC 3339).', nullable: true })
  to: string | null;
}
