import { Injectable } from '@nestjs/common';
import { newCode, newId } from '../../kernel/ids.js';
import { NOTHING_TO_FILL_IN } from '../../platform/api/schema-parts.js';
import { statement, type Tx } from '../../platform/database/tx.js';
import { enterInBook, takeNumber } from '../../platform/numbering/numbering.js';
import type { Activity, ActivityContext, ActivityEffect } from '../../workflow/activity.js';
import { numberPlace } from '../../workflow/number-place.js';
import { TrackingCodes } from '../../workflow/tracking-codes.js';
import { bookOption } from '../../workflow/step-options.js';

const INSERT = statement(
  'receipt.insert',
  `insert into receipts (agency, id, application_id, number, tracking_code, documents, issued_by, issued_at)
   select $1, $2, $3, $4, $5, coalesce((
            select jsonb_agg(finding->>'requirement') from jsonb_array_elements((
              select findings from document_checks where agency = $1 and application_id = $3 and kind = 'completeness' order by id desc limit 1
            )) finding where finding->>'status' = 'present'), '[]'), $6, $7`,
);

/** Row 3: the receipt with its number, a line of its own where its book is an agenda, and the code that opens the tracking page. */
@Injectable()
export class IssueReceiptActivity implements Activity {
  readonly declaration = { name: 'issue-receipt', outcomes: ['issued'], options: bookOption('agenda', 'counter') };

  constructor(private readonly codes: TrackingCodes) {}

  inputSchema() {
    return NOTHING_TO_FILL_IN;
  }

  /** A file that was sent back keeps the number and the code that the applicant holds already; the new receipt says what there is now. */
  async perform(tx: Tx, context: ActivityContext): Promise<ActivityEffect> {
    const { agency, application, principal, now } = context;
    const id = newId(now);
    const receiptNumber = application.receiptNumber ?? (await this.number(tx, context, id));
    const trackingCode = application.trackingCode ?? (await this.codes.kept(agency.code, application.id, newCode(10), tx));
    await tx.run(INSERT, [agency.code, id, application.id, receiptNumber, trackingCode, principal.id, now]);
    return { records: [{ kind: 'receipt', id }], data: { receiptNumber }, application: { receiptNumber, trackingCode } };
  }

  private number(tx: Tx, { agency, definition, step, application, principal, now }: ActivityContext, receipt: string): Promise<string> {
    const place = numberPlace(agency, definition, step.options['book'] as string, now);
    if (place.book.kind === 'counter') return takeNumber(tx, place);
    return enterInBook(tx, place, {
      application: application.id,
      subject: receipt,
      addressedTo: application.applicantName,
      summary: `${step.output}: ${definition.shortName}, ${application.number}`,
      details: {},
      enteredBy: principal.name,
    });
  }
}
