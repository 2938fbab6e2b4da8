import { Int, ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../platform/api/api-field.js';
import { Json } from '../../platform/api/json.scalar.js';

@ObjectType('Calendar', { description: 'When an agency works.' })
export class CalendarView {
  @ApiField(() => String, { description: 'Code of the agency.' })
  agency: string;

  @ApiField(() => String, { description: 'IANA zone of the agency.' })
  zone: string;

  @ApiField(() => Json, { description: 'Working hours per weekday (1 Monday to 7 Sunday), with the time they hold for.', json: 'list' })
  profiles: object;

  @ApiField(() => Json, {
    description: 'Dates that are not as their weekday would have it: holidays, joint leave, short and extra days.',
    json: 'list',
  })
  days: object;

  @ApiField(() => Json, { description: 'What is expected, but still to be confirmed by an administrator.', json: 'list' })
  unconfirmed: object;
}

@ObjectType('CalendarChange', { description: 'A change of one date, and the deadlines that moved with it.' })
export class CalendarChangeView {
  @ApiField(() => String, { description: 'The date.' })
  date: string;

  @ApiField(() => Json, { description: 'What it is now; null for an ordinary day.', nullable: true })
  day: object | null;

  @ApiField(() => Int, { description: 'Version of the calendar.' })
  version: number;

  @ApiField(() => Int, { description: 'How many open tasks have another deadline now.' })
  moved: number;

  @ApiField(() => Json, {
    description: 'Which (the first thousand): task, application number, step, deadline before and now.',
    json: 'list',
  })
  tasks: object;
}
