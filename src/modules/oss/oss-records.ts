import { Injectable } from '@nestjs/common';
import { newId } from '../../kernel/ids.js';
import { documentSchema, textSchema } from '../../platform/api/schema-parts.js';
import { CaseTexts } from '../../platform/crypto/case-texts.js';
import { statement, type Tx } from '../../platform/database/tx.js';
import { Documents } from '../../platform/files/documents.js';
import type { ActivityContext, ActivityEffect } from '../../workflow/activity.js';
import type { OssRecordRow } from './oss-record.entity.js';

const INSERT = statement(
  'oss-record.insert',
  `insert into oss_records (agency, id, application_id, task_id, kind, mode, result, reference, reason, evidence, recorded_by, recorded_at)
   values ($1, $2, $3, $4, $5, $12, $6, $7, $8, $9, $10, $11)`,
);

/** What an official notes down after working in the OSS web form. */
export const WEBFORM_PROPERTIES = {
  reference: textSchema('Nomor referensi OSS', 100),
  evidence: documentSchema('Bukti (berkas yang sudah diunggah)'),
} as const;

interface WebformInput {
  readonly reference?: string;
  readonly reason?: string;
  readonly evidence?: string;
}

/** Keeps what was done in OSS: by hand in its web form (reference, who, when, evidence), or by its web service. */
@Injectable()
export class OssRecords {
  constructor(
    private readonly documents: Documents,
    private readonly texts: CaseTexts,
  ) {}

  async keep(tx: Tx, kind: OssRecordRow['kind'], context: ActivityContext): Promise<ActivityEffect> {
    const { agency, application, task, outcome, principal, now } = context;
    const { reference = null, reason = null, evidence = null } = context.input as WebformInput;
    await this.documents.mustBelong(tx, agency.code, application.id, evidence ? [evidence] : [], '/input/evidence');
    const id = newId(now);
    const mode = principal.kind === 'system' ? 'api' : 'webform';
    await tx.run(INSERT, [
      agency.code,
      id,
      application.id,
      task.id,
      kind,
      outcome.means,
      reference,
      await this.texts.kept('ossReason', { agency: agency.code, owner: application.id }, reason, tx),
      evidence,
      principal.id,
      now,
      mode,
    ]);
    return { records: [{ kind: 'oss-record', id }], data: { mode, ...(reference && { reference }), ...(reason && { reason }) } };
  }
}
