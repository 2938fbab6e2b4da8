import { Injectable } from '@nestjs/common';
import { objectSchema } from '../../platform/api/schema-parts.js';
import type { Tx } from '../../platform/database/tx.js';
import type { Activity, ActivityContext, ActivityEffect } from '../../workflow/activity.js';
import { OssRecords, WEBFORM_PROPERTIES } from './oss-records.js';

/** IUMK row 23: issued in the OSS web form, the permit takes effect. */
@Injectable()
export class PublishInOssActivity implements Activity {
  readonly declaration = { name: 'publish-in-oss', outcomes: ['published'] };

  constructor(private readonly records: OssRecords) {}

  inputSchema() {
    return objectSchema(WEBFORM_PROPERTIES, ['reference'], { reference: 'I-202611230000001' });
  }

  perform(tx: Tx, context: ActivityContext): Promise<ActivityEffect> {
    return this.records.keep(tx, 'publication', context);
  }
}
