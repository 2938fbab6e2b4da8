import { Int, ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../../platform/api/api-field.js';
import type { OssCallRow } from '../oss-call.entity.js';
import { curlOf } from './curl.js';

@ObjectType('OssCall', { description: 'One call from or to OSS, with keys, tokens, passwords and NIKs masked.' })
export class OssCallView {
  @ApiField(() => String, { description: 'Id.' })
  id: string;

  @ApiField(() => String, { description: 'in: OSS called us. out: we called OSS.' })
  direction: string;

  @ApiField(() => String, { description: 'Name of the method.' })
  method: string;

  @ApiField(() => String, { description: 'Address that was called.' })
  url: string;

  @ApiField(() => String, { description: 'Application it is about.', nullable: true })
  applicationId: string | null;

  @ApiField(() => String, { description: 'id_izin.', nullable: true })
  idIzin: string | null;

  @ApiField(() => String, { description: 'What was sent.' })
  request: string;

  @ApiField(() => Int, { description: 'HTTP status of the answer; null where none came.', nullable: true })
  httpStatus: number | null;

  @ApiField(() => String, { description: 'What was answered.' })
  response: string;

  @ApiField(() => String, { description: 'accepted, refused or unavailable.' })
  outcome: string;

  @ApiField(() => String, { description: 'Code of the answer, as OSS gave it.', nullable: true })
  code: string | null;

  @ApiField(() => String, { description: 'Sentence of the answer.', nullable: true })
  sentence: string | null;

  @ApiField(() => String, {
    description: 'Of what OSS sent: received (to be looked at), processed, held (its licence is not known yet) or ignored.',
    nullable: true,
  })
  keptState: string | null;

  @ApiField(() => String, { description: 'What was made of it, or why it has to wait.', nullable: true })
  keptResult: string | null;

  @ApiField(() => Int, { description: 'How long it took, in milliseconds.' })
  tookMs: number;

  @ApiField(() => String, { description: 'When it was over (RFC 3339).' })
  at: string;

  @ApiField(() => String, {
    description: 'The same call for a terminal; what is masked stands there as a shell variable or as it is masked.',
  })
  curl: string;
}

@ObjectType('OssReplay', { description: 'What came of a call that was made once more.' })
export class OssReplayView {
  @ApiField(() => String, { description: 'called: the answer is here. queued: it is made in its turn, in the background.' })
  state: string;

  @ApiField(() => String, { description: 'accepted, refused or unavailable; null while it is queued.', nullable: true })
  outcome: string | null;

  @ApiField(() => String, { description: 'Sentence of the answer.', nullable: true })
  sentence: string | null;
}

/** What became of something that OSS sent, after it was answered. */
export interface KeptFate {
  readonly status: string;
  readonly result: string | null;
}

export function ossCallView(row: OssCallRow, publicUrl: string, kept: KeptFate | undefined): OssCallView {
  return {
    id: row.id,
    direction: row.direction,
    method: row.method,
    url: row.url,
    applicationId: row.application_id,
    idIzin: row.id_izin,
    request: row.request,
    httpStatus: row.http_status,
    response: row.response,
    outcome: row.outcome,
    code: row.code,
    sentence: row.sentence,
    keptState: kept?.status ?? null,
    keptResult: kept?.result ?? null,
    tookMs: row.took_ms,
    at: row.at.toISOString(),
    curl: curlOf(row, publicUrl),
  };
}
