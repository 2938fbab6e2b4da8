import { Int, ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../platform/api/api-field.js';
import { Json } from '../../platform/api/json.scalar.js';

@ObjectType('SampledCase', { description: 'A case that was drawn.' })
export class SampledCaseView {
  @ApiField(() => String, { description: 'Id of the application.' })
  id: string;

  @ApiField(() => String, { description: 'Its number.' })
  number: string;

  @ApiField(() => String, { description: 'Code of the service.' })
  service: string;

  @ApiField(() => String, { description: 'open, or how it ended.' })
  status: string;

  @ApiField(() => String, { description: 'When it was opened (RFC 3339).' })
  openedAt: string;

  @ApiField(() => String, { description: 'When it ended (RFC 3339).', nullable: true })
  closedAt: string | null;
}

@ObjectType('AuditSample', { description: 'A random sample of cases, which its seed draws again.' })
export class SampleView {
  @ApiField(() => String, { description: 'What it was drawn by.' })
  seed: string;

  @ApiField(() => String, { description: 'First day on which the cases were opened; null for the beginning.', nullable: true })
  from: string | null;

  @ApiField(() => String, { description: 'Last day on which they were opened.' })
  until: string;

  @ApiField(() => String, { description: 'Code of the service; null for all.', nullable: true })
  service: string | null;

  @ApiField(() => Int, { description: 'How many cases it was drawn from.' })
  population: number;

  @ApiField(() => [SampledCaseView], { description: 'The cases, in the order in which they were drawn.' })
  items: SampledCaseView[];
}

@ObjectType('JournalExport', { description: 'The journal of a case, signed with the certificate of the agency.' })
export class JournalExportView {
  @ApiField(() => Json, {
    description: 'Case, who exported it and when, and every event with its hash and the hash before it; `masked` where personal data was.',
  })
  journal: object;

  @ApiField(() => String, {
    description: 'Detached JWS (RFC 7515, appendix F; RS256, certificates in x5c) over the canonical JSON of `journal`.',
  })
  jws: string;

  @ApiField(() => Boolean, { description: 'Whether the certificate is one for tests, which nobody vouches for.' })
  test: boolean;
}
