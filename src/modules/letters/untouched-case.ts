import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/tx.js';
import { CaseEvidence } from '../../platform/evidence/case-evidence.js';
import type { ActivityContext } from '../../workflow/activity.js';
import { letterChanged } from './letter-changed.js';

/** Sees to it that no letter is made of rows that somebody has changed in the database. */
@Injectable()
export class UntouchedCase {
  constructor(private readonly evidence: CaseEvidence) {}

  /** Before the command has changed anything of the case itself. */
  async confirm(tx: Tx, { agency, application }: ActivityContext): Promise<void> {
    const faults = await this.evidence.faults(agency.code, application.id, tx);
    if (faults.length > 0) throw letterChanged({ faults: faults.slice(0, 5).join('; ') });
  }
}
