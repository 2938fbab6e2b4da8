import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/database/tx.js';
import { sameIdentity, sameNumbers, type BusinessIdentity } from '../../../workflow/business-identity.js';
import { CASES_NAMING } from '../inbound/inbox-statements.js';

/** More cases than this that name one number are no help to anybody. */
const MOST = 20;

/** An open case whose form names a number of a licence, and which of them. */
export interface SimilarCase {
  readonly id: string;
  readonly nibAgrees: boolean;
  readonly nikAgrees: boolean;
}

/** The case that a licence belongs to, or those that it may belong to. */
export interface Matches {
  readonly matched?: string;
  readonly similar: readonly SimilarCase[];
}

interface Candidate extends BusinessIdentity {
  readonly id: string;
  readonly applicant_id: string | null;
}

/** Finds the cases that were handed in for a licence, by the blind index of their forms. */
@Injectable()
export class LicenceMatches {
  async find(tx: Tx, agency: string, service: string, identity: BusinessIdentity): Promise<Matches> {
    const rows = await tx.run<Candidate>(CASES_NAMING, [agency, service, identity.nibs, identity.niks, MOST]);
    const same = rows.filter((row) => sameIdentity(row, identity));
    // Two accounts that name the same person: who of them it is, nobody can tell from here.
    const accounts = new Set(same.map(({ applicant_id: applicant }) => applicant));
    if (accounts.size === 1) return { matched: same[0]!.id, similar: [] };
    return { similar: rows.map((row) => ({ id: row.id, ...agreement(row, identity) })) };
  }
}

/** Which of the numbers agree. */
export function agreement(one: BusinessIdentity, other: BusinessIdentity): Omit<SimilarCase, 'id'> {
  return { nibAgrees: sameNumbers(one.nibs, other.nibs), nikAgrees: sameNumbers(one.niks, other.niks) };
}
