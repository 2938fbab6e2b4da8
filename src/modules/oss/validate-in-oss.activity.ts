import { Injectable } from '@nestjs/common';
import { objectSchema, REASON_SCHEMA } from '../../platform/api/schema-parts.js';
import type { Tx } from '../../platform/database/tx.js';
import type { Activity, ActivityContext, ActivityEffect, InputContext } from '../../workflow/activity.js';
import { OssRecords, WEBFORM_PROPERTIES } from './oss-records.js';

/** IUMK row 22: verification and validation in the OSS web form; not valid: with the reason that OSS gave. */
@Injectable()
export class ValidateInOssActivity implements Activity {
  readonly declaration = { name: 'validate-in-oss', outcomes: ['valid', 'invalid'] };

  constructor(private readonly records: OssRecords) {}

  inputSchema({ outcome }: InputContext) {
    if (outcome.means === 'valid') return objectSchema(WEBFORM_PROPERTIES, ['reference'], { reference: 'I-202611230000001' });
    return objectSchema({ ...WEBFORM_PROPERTIES, reason: REASON_SCHEMA }, ['reason'], { reason: 'Data izin tidak ditemukan.' });
  }

  perform(tx: Tx, context: ActivityContext): Promise<ActivityEffect> {
    return this.records.keep(tx, 'validation', context);
  }
}
