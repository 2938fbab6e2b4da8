import { ObjectType } from '@nestjs/graphql';
import { ApiField } from '../platform/api/api-field.js';

@ObjectType('DuplicateApplication', {
  description: 'Another application of the same person (by NIK) for the same service that is open, or whose permit is valid.',
})
export class DuplicateView {
  @ApiField(() => String, { description: 'Id of the other application.' })
  id: string;

  @ApiField(() => String, { description: 'Its number.' })
  number: string;

  @ApiField(() => String, { description: 'open or granted.' })
  status: string;

  @ApiField(() => String, { description: 'When it was opened (RFC 3339).' })
  openedAt: string;
}
