import { ObjectType } from '@nestjs/graphql';
import { ApiField } from '../platform/api/api-field.js';
import { Json } from '../platform/api/json.scalar.js';
import { ApplicationView } from './application.view.js';

@ObjectType('RecordLink', { description: 'A record that a step left behind, and where it is read.' })
export class RecordLinkView {
  @ApiField(() => String, { description: 'receipt, disposition, recommendation, letter, check or oss-record.' })
  kind: string;

  @ApiField(() => String, { description: 'Id.' })
  id: string;

  @ApiField(() => String, { description: 'Path of this API.' })
  href: string;
}

@ObjectType('ApplicationDetail', { description: 'One application with its form and its records.' })
export class ApplicationDetailView extends ApplicationView {
  @ApiField(() => Json, { description: 'Who applies.' })
  applicant: object;

  @ApiField(() => Json, { description: 'The form, as last handed in.' })
  form: object;

  @ApiField(() => Json, {
    description: 'Consent to the processing of personal data: version of the text, and when it was given; null where nobody said so.',
    nullable: true,
  })
  consent: object | null;

  @ApiField(() => [RecordLinkView], { description: 'What its steps have left behind, oldest first.' })
  records: RecordLinkView[];
}
