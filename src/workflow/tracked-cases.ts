import { Injectable } from '@nestjs/common';
import { refusal } from '../kernel/refusal.js';
import type { CallerAddress } from '../platform/rate/caller.js';
import { RateLimits } from '../platform/rate/rate-limits.js';
import { Database } from '../platform/database/database.js';
import { ApplicationRow } from './application.entity.js';
import { DefinitionRegistry } from './definition-registry.js';
import { TrackingCodes } from './tracking-codes.js';

/** The same for a wrong number and a wrong code: nobody learns which numbers exist. */
export const trackingNotFound = refusal('not-found', 'TRACKING_NOT_FOUND', {
  id: 'Nomor resi dan kode tidak cocok.',
  en: 'The receipt number and the code do not belong together.',
});

/** Cases as whoever holds their receipt finds them, without an account. */
@Injectable()
export class TrackedCases {
  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
    private readonly codes: TrackingCodes,
    private readonly limits: RateLimits,
  ) {}

  async byReceipt(receiptNumber: string, code: string, caller: CallerAddress): Promise<ApplicationRow> {
    await this.limits.take('tracking', caller);
    for (const { code: agency } of this.registry.agencies()) {
      const row = await this.database.source.manager.findOneBy(ApplicationRow, { agency, receipt_number: receiptNumber });
      if (row?.tracking_code && this.codes.matches(agency, row.tracking_code, code)) return row;
    }
    throw trackingNotFound();
  }
}
