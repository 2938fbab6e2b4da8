import { Injectable } from '@nestjs/common';
import { refusal } from '../kernel/refusal.js';
import { numberKey } from '../kernel/typed/numbers.js';
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

/** A receipt number as it is looked up, as the index has it: without separators, and with letters that look like digits as digits (`numberKey`). */
const RECEIPT_KEY = `translate(upper(regexp_replace(a.receipt_number, '[^A-Za-z0-9]', '', 'g')), 'OIL', '011')`;

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
    const key = numberKey(receiptNumber);
    if (key === '') throw trackingNotFound();
    for (const { code: agency } of this.registry.agencies()) {
      const rows = await this.database.source.manager
        .createQueryBuilder(ApplicationRow, 'a')
        .where(`a.agency = :agency and a.receipt_number is not null and ${RECEIPT_KEY} = :key`, { agency, key })
        .orderBy('a.id')
        .getMany();
      const row = rows.find((each) => each.tracking_code && this.codes.matches(agency, each.tracking_code, code));
      if (row) return row;
    }
    throw trackingNotFound();
  }
}
