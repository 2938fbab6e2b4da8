import { Int, ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../platform/api/api-field.js';
import { SignedFileView } from './files/signed-file.view.js';
import type { OssLicenceRow } from './oss-licence.entity.js';
import type { OssMessageRow } from './oss-message.entity.js';
import { stateOf } from './oss-work.js';
import type { MessageBody } from './outbound/message-plan.js';
import type { Names } from './references/oss-names.js';

@ObjectType('OssMessage', { description: 'One thing that OSS is told of a case, in its place.' })
export class OssMessageView {
  @ApiField(() => String, { description: 'Id.' })
  id: string;

  @ApiField(() => String, { description: 'status, number, validate or publish.' })
  call: string;

  @ApiField(() => String, { description: 'kd_status.', nullable: true })
  code: string | null;

  @ApiField(() => String, { description: 'What the code is called.', nullable: true })
  name: string | null;

  @ApiField(() => String, { description: 'sending, accepted, refused, or by-hand.' })
  state: string;

  @ApiField(() => Int, { description: 'How often it was tried.' })
  attempts: number;

  @ApiField(() => String, { description: 'The sentence that OSS gave, or why there is no answer.', nullable: true })
  sentence: string | null;

  @ApiField(() => Int, { description: 'The event of the case that it tells of.' })
  event: number;

  @ApiField(() => String, { description: 'When that happened (RFC 3339).' })
  happenedAt: string;

  @ApiField(() => String, { description: 'When OSS answered (RFC 3339).', nullable: true })
  settledAt: string | null;
}

@ObjectType('OssLicence', { description: 'A licence in OSS, and the application that it is here.' })
export class OssLicenceView {
  @ApiField(() => String, { description: 'id_izin.' })
  idIzin: string;

  @ApiField(() => String, { description: 'Application it belongs to.' })
  applicationId: string;

  @ApiField(() => String, { description: 'Code of the service.' })
  service: string;

  @ApiField(() => String, { description: 'NIB.' })
  nib: string;

  @ApiField(() => Int, { description: 'Version of the NIB: each update that arrives is a new one.' })
  nibVersion: number;

  @ApiField(() => String, { description: 'oss_id: the entry of the business there.' })
  ossId: string;

  @ApiField(() => String, { description: 'kd_izin.' })
  kdIzin: string;

  @ApiField(() => String, { description: 'What OSS calls that kind of licence, as far as its table is known here.', nullable: true })
  kdIzinName: string | null;

  @ApiField(() => String, { description: 'Number that OSS has given the licence.', nullable: true })
  number: string | null;

  @ApiField(() => String, { description: 'kd_status that OSS has accepted last.', nullable: true })
  accepted: string | null;

  @ApiField(() => String, {
    description: 'kd_status that OSS showed when it was last asked, or has taken in since; unknown codes as they are.',
    nullable: true,
  })
  remote: string | null;

  @ApiField(() => String, { description: 'What that code is called, here or in the table of OSS.', nullable: true })
  remoteName: string | null;

  @ApiField(() => String, { description: 'What OSS called it.', nullable: true })
  remoteText: string | null;

  @ApiField(() => String, { description: 'How OSS and this service differ; null where they agree.', nullable: true })
  difference: string | null;

  @ApiField(() => String, { description: 'When they were compared (RFC 3339).', nullable: true })
  checkedAt: string | null;

  @ApiField(() => String, { description: 'Where the file lies that OSS has signed.', nullable: true })
  signedFile: string | null;
}

@ObjectType('OssState', { description: 'How a case stands with OSS.' })
export class OssStateView {
  @ApiField(() => String, { description: 'api (web service), webform (by hand) or off.' })
  mode: string;

  @ApiField(() => Boolean, { description: 'Whether there is an OSS to speak to.' })
  connected: boolean;

  @ApiField(() => OssLicenceView, { description: 'The licence; null while it is not known which one it is.', nullable: true })
  licence: OssLicenceView | null;

  @ApiField(() => SignedFileView, { description: 'The file that OSS has signed; null until OSS says where it is.', nullable: true })
  file: SignedFileView | null;

  @ApiField(() => [OssMessageView], { description: 'What OSS is told, in order.' })
  messages: OssMessageView[];
}

export function ossLicenceView(row: OssLicenceRow, names: Names): OssLicenceView {
  return {
    idIzin: row.id_izin,
    applicationId: row.application_id,
    service: row.service,
    nib: row.nib,
    nibVersion: row.nib_version,
    ossId: row.oss_id,
    kdIzin: row.kd_izin,
    kdIzinName: names.licence(row.kd_izin),
    number: row.oss_number,
    accepted: row.accepted,
    remote: row.remote,
    remoteName: row.remote && names.status(row.remote),
    remoteText: row.remote_text,
    difference: row.difference,
    checkedAt: row.checked_at?.toISOString() ?? null,
    signedFile: row.signed_file,
  };
}

export function ossMessageView(row: OssMessageRow, names: Names): OssMessageView {
  return {
    id: row.id,
    call: row.call,
    code: row.kd_status,
    name: row.kd_status && names.status(row.kd_status),
    state: stateOf(row).state,
    attempts: row.attempts,
    sentence: row.answer_text,
    event: row.event_seq,
    happenedAt: (row.body as MessageBody).at,
    settledAt: row.settled_at?.toISOString() ?? null,
  };
}
