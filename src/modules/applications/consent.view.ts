import { ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../platform/api/api-field.js';

@ObjectType('Consent', { description: 'What applicants consent to: how their personal data is processed.' })
export class ConsentView {
  @ApiField(() => String, { description: 'Version of the text; sent as `consent` with an application.' })
  version: string;

  @ApiField(() => String, { description: 'id or en, by Accept-Language.' })
  language: string;

  @ApiField(() => String, { description: 'Title.' })
  title: string;

  @ApiField(() => String, { description: 'The text, in paragraphs.' })
  text: string;

  @ApiField(() => Boolean, { description: 'Whether an application without it is refused.' })
  required: boolean;
}
