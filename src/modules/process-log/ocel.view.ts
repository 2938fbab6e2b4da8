import { ApiProperty } from '@nestjs/swagger';

const LIST = { type: 'array', items: { type: 'object', additionalProperties: true } } as const;

/** An event log as OCEL 2.0 has it (https://www.ocel-standard.org). */
export class OcelView {
  @ApiProperty({ description: 'Types of objects, with their attributes.', ...LIST })
  objectTypes: object[];

  @ApiProperty({ description: 'Types of events, with their attributes.', ...LIST })
  eventTypes: object[];

  @ApiProperty({ description: 'What happened, and to which objects.', ...LIST })
  events: object[];

  @ApiProperty({ description: 'Applications, tasks and letters.', ...LIST })
  objects: object[];
}
