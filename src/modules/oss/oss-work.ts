import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { OutsideState, OutsideWork } from '../../workflow/outside-work.js';
import type { OssLicenceRow } from './oss-licence.entity.js';
import type { OssMessageRow } from './oss-message.entity.js';
import { LICENCE_OF, MESSAGE_OF_TASK } from './outbound/message-statements.js';

/** What OSS does for tasks, for the desk that waits for it. */
@Injectable()
export class OssWork implements OutsideWork {
  constructor(private readonly database: Database) {}

  async of(agency: string, task: string): Promise<OutsideState | null> {
    const [message] = await this.database.read<OssMessageRow & Record<string, unknown>>(MESSAGE_OF_TASK, [agency, task]);
    return message ? stateOf(message) : null;
  }

  async numberOf(agency: string, application: string): Promise<string | null> {
    const [licence] = await this.database.read<OssLicenceRow & Record<string, unknown>>(LICENCE_OF, [agency, application]);
    return licence?.oss_number ?? null;
  }
}

/** `sending` until OSS has said something that counts. */
export function stateOf({ status, answer_text: detail, settled_at: settled, created_at: created }: OssMessageRow): OutsideState {
  const state = status === 'waiting' || status === 'sending' ? 'sending' : status;
  return { system: 'oss', state, detail, at: (settled ?? created).toISOString() };
}
