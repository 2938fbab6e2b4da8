import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import type { OutsideEntry, OutsideKnown, OutsideState, OutsideWork } from '../../workflow/outside-work.js';
import type { OssLicenceRow } from './oss-licence.entity.js';
import type { OssMessageRow } from './oss-message.entity.js';
import { KNOWN_OF_TASK, STANDING_LICENCE_OF } from './outbound/message-statements.js';

/** What OSS does for tasks, for the desk that waits for it. */
@Injectable()
export class OssWork implements OutsideWork {
  constructor(private readonly database: Database) {}

  async of(agency: string, task: string, application: string): Promise<OutsideKnown> {
    const [row] = await this.database.run<Known>(KNOWN_OF_TASK, [agency, task, application]);
    return { work: row?.status ? stateOf(row as OssMessageRow & Known) : null, entry: entryIn(row) };
  }

  async entryOf(tx: Tx, agency: string, application: string): Promise<OutsideEntry | null> {
    const [licence] = await tx.run<OssLicenceRow & Record<string, unknown>>(STANDING_LICENCE_OF, [agency, application]);
    return entryIn(licence);
  }

  async numberOf(agency: string, application: string): Promise<string | null> {
    const [licence] = await this.database.run<OssLicenceRow & Record<string, unknown>>(STANDING_LICENCE_OF, [agency, application]);
    return licence?.oss_number ?? null;
  }
}

type Known = Partial<Pick<OssLicenceRow, 'id_izin' | 'oss_id' | 'nib'> & OssMessageRow> & Record<string, unknown>;

/** A licence is known by the number of its entry, or by its own where OSS has told no other. */
function entryIn(row: Partial<Pick<OssLicenceRow, 'id_izin' | 'oss_id' | 'nib'>> | undefined): OutsideEntry | null {
  return row?.id_izin && row.nib ? { ossId: row.oss_id || row.id_izin, nib: row.nib } : null;
}

/** `sending` until OSS has said something that counts. */
export function stateOf({
  status,
  answer_text: detail,
  settled_at: settled,
  created_at: created,
}: Pick<OssMessageRow, 'status' | 'answer_text' | 'settled_at' | 'created_at'>): OutsideState {
  const state = status === 'waiting' || status === 'sending' ? 'sending' : status;
  return { system: 'oss', state, detail, at: (settled ?? created).toISOString() };
}
