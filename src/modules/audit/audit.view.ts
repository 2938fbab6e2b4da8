import { Int, ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../platform/api/api-field.js';
import { Json } from '../../platform/api/json.scalar.js';

@ObjectType('AuditEntry', {
  description: 'Something that happened and is no event of a case: a login, a refusal, a look at specific data, a change.',
})
export class AuditEntryView {
  @ApiField(() => Int, { description: 'Place in the log of the agency, from 1.' })
  seq: number;

  @ApiField(() => String, { description: 'When (RFC 3339).' })
  at: string;

  @ApiField(() => String, {
    description:
      'signed-in, sign-in-failed, refused, specific-data-read, person-searched, person-exported, personal-data-erased, upload-refused, file-altered, calendar-changed, definition-published, stand-in-named, stand-in-ended and others.',
  })
  kind: string;

  @ApiField(() => String, { description: 'Id of who did it; null for the system.', nullable: true })
  actorId: string | null;

  @ApiField(() => String, { description: 'Their name.', nullable: true })
  actorName: string | null;

  @ApiField(() => Json, { description: 'What exactly.' })
  data: object;

  @ApiField(() => String, { description: 'Hash of this entry, over itself and the hash of the entry before it.' })
  hash: string;
}

@ObjectType('DailySeal', { description: 'How far all journals and the audit log had come at the end of a day.' })
export class DailySealView {
  @ApiField(() => String, { description: 'The day, in the zone of the agency.' })
  day: string;

  @ApiField(() => String, { description: 'When it was made (RFC 3339).' })
  madeAt: string;

  @ApiField(() => Int, { description: 'Journals that had moved since the seal before it.' })
  cases: number;

  @ApiField(() => String, { description: 'Root of the hash tree over how far they had come.' })
  root: string;

  @ApiField(() => Int, { description: 'Last entry of the audit log then.' })
  auditSeq: number;

  @ApiField(() => String, { description: 'Hash of this seal, over itself and the seal before it: worth writing down elsewhere.' })
  hash: string;
}
