import { ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../platform/api/api-field.js';
import { Json } from '../../platform/api/json.scalar.js';

@ObjectType('StepOutcome', { description: 'One way to end a step.' })
export class StepOutcomeView {
  @ApiField(() => String, { description: 'Key.' })
  key: string;

  @ApiField(() => String, { description: 'Label, in the language of the reader.' })
  label: string;

  @ApiField(() => Json, { description: 'Number of the next row, or how the case ends.', json: 'number or text' })
  leadsTo: number | string;
}
