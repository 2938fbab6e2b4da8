import { ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../platform/api/api-field.js';
import { Json } from '../../platform/api/json.scalar.js';

@ObjectType('Calendar', { description: 'When an agency works.' })
export class CalendarView {
  @ApiField(() => String, { description: 'Code of the agency.' })
  agency: string;

  @ApiField(() => String, { description: 'IANA zone of the agency.' })
  zone: string;

  @ApiField(() => Json, { description: 'Working hours per weekday (1 Monday to 7 Sunday), with the time they hold for.' })
  profiles: object;

  @ApiField(() => Json, { description: 'Dates that are not as their weekday would have it: holidays, joint leave, short and extra days.' })
  days: object;

  @ApiField(() => Json, { description: 'What is expected, but still to be confirmed by an administrator.' })
  unconfirmed: object;
}
