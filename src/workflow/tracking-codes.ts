import { Injectable } from '@nestjs/common';
import { timingSafeEqual } from 'node:crypto';
import type { Principal } from '../kernel/principal.js';
import { canonicalCode } from '../kernel/typed/numbers.js';
import { readsAsApplicant } from '../platform/auth/record-audiences.js';
import { decryptText, encryptText } from '../platform/crypto/text-vault.js';
import { Vault } from '../platform/crypto/vault.js';
import type { Tx } from '../platform/database/tx.js';
import type { ApplicationRow } from './application.entity.js';

const ABOUT = 'tracking-code';
/** Stands between the keyed hash, by which a code is looked up, and the encrypted code, which is shown. */
const DIVIDER = '|';

/** A case as far as its tracking code goes. */
type TrackedRow = Pick<ApplicationRow, 'agency' | 'id' | 'applicant_id' | 'tracking_code'>;

/** Tracking codes: kept as a keyed hash and encrypted, and shown to the applicant alone. */
@Injectable()
export class TrackingCodes {
  constructor(private readonly vault: Vault) {}

  /** A code as it is kept. */
  async kept(agency: string, application: string, code: string, tx?: Tx): Promise<string> {
    const hash = this.vault.hash(agency, ABOUT, code);
    return `${hash}${DIVIDER}${await encryptText(this.vault, { agency, owner: application }, ABOUT, code, tx)}`;
  }

  /** The code again, for a receipt or a mail; null when the personal data of the case was erased. One from before is in the clear. */
  opened(agency: string, application: string, kept: string, tx?: Tx): Promise<string | null> {
    const at = kept.indexOf(DIVIDER);
    return at < 0
      ? Promise.resolve(kept)
      : decryptText(this.vault, { agency, owner: application }, ABOUT, kept.slice(at + DIVIDER.length), tx);
  }

  /** The code of a case for who reads it: for its applicant, and for nobody of the staff. */
  async for(principal: Principal, row: TrackedRow, tx?: Tx): Promise<string | null> {
    if (!row.tracking_code || !readsAsApplicant(principal) || row.applicant_id !== principal.id) return null;
    return this.opened(row.agency, row.id, row.tracking_code, tx);
  }

  /** Whether somebody has named the code of a case. */
  matches(agency: string, kept: string, named: string): boolean {
    const code = canonicalCode(named);
    const at = kept.indexOf(DIVIDER);
    return at < 0 ? same(kept, code) : same(kept.slice(0, at), this.vault.hash(agency, ABOUT, code));
  }
}

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
