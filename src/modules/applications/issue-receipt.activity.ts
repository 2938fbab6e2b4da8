import { Injectable } from '@nestjs/common';
import { newCode, newId } from '../../kernel/ids.js';
import { NOTHING_TO_FILL_IN } from '../../platform/api/schema-parts.js';
import { statement, type Tx } from '../../platform/database/tx.js';
import { takeNumber } from '../../platform/numbering/numbering.js';
import type { Activity, ActivityContext, ActivityEffect } from '../../workflow/activity.js';
import { numberPlace } from '../../workflow/number-place.js';
import { bookOption } from '../../workflow/step-options.js';

const INSERT = statement(
  'receipt.insert',
  `insert into receipts (agency, id, application_id, number, tracking_code, documents, issued_by, issued_at)
   select $1, $2, $3, $4, $5, coalesce((
            select jsonb_agg(finding->>'requirement') from jsonb_array_elements((
              select findings from document_checks where agency = $1 and application_id = $3 and kind = 'completeness' order by id desc limit 1
            )) finding where finding->>'status' = 'present'), '[]'), $6, $7`,
);

/** Row 3: the receipt with its number, and the code that opens the tracking page. */
@Injectable()
export class IssueReceiptActivity implements Activity {
  readonly declaration = { name: 'issue-receipt', outcomes: ['issued'], options: bookOption('counter') };

  inputSchema() {
    return NOTHING_TO_FILL_IN;
  }

  async perform(tx: Tx, context: ActivityContext): Promise<ActivityEffect> {
    const { agency, definition, step, application, principal, now } = context;
    const id = newId(now);
    const trackingCode = newCode(10);
    const receiptNumber = await takeNumber(tx, numberPlace(agency, definition, step.options['book'] as string, now));
    await tx.run(INSERT, [agency.code, id, application.id, receiptNumber, trackingCode, principal.id, now]);
    return { records: [{ kind: 'receipt', id }], data: { receiptNumber }, application: { receiptNumber, trackingCode } };
  }
}
