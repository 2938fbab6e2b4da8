import { Int, ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../platform/api/api-field.js';

@ObjectType('TrackingStep', { description: 'Where the file lies.' })
export class TrackingStepView {
  @ApiField(() => Int, { description: 'Number of the SOP row.' })
  step: number;

  @ApiField(() => String, { description: 'The row, in the words of the SOP.' })
  activity: string;

  @ApiField(() => String, { description: 'Whose turn it is, in the words of the SOP.' })
  desk: string;

  @ApiField(() => String, { description: 'Since when (RFC 3339).' })
  since: string;

  @ApiField(() => String, { description: 'Until when, by the standard (RFC 3339).', nullable: true })
  dueAt: string | null;
}

@ObjectType('Tracking', { description: 'What the public may know of a case.' })
export class TrackingView {
  @ApiField(() => String, { description: 'Receipt number.' })
  receiptNumber: string;

  @ApiField(() => String, { description: 'Application number.' })
  number: string;

  @ApiField(() => String, { description: 'Service.' })
  service: string;

  @ApiField(() => String, { description: 'Agency.' })
  agency: string;

  @ApiField(() => String, { description: 'open, granted, rejected or withdrawn.' })
  status: string;

  @ApiField(() => String, { description: 'When it was opened (RFC 3339).' })
  openedAt: string;

  @ApiField(() => String, { description: 'When it last moved (RFC 3339).' })
  updatedAt: string;

  @ApiField(() => [TrackingStepView], { description: 'Where it lies now; empty when it is closed.' })
  steps: TrackingStepView[];
}
