import { Injectable } from '@nestjs/common';
import { NOTHING_TO_FILL_IN, objectSchema, REASON_SCHEMA } from '../../platform/api/schema-parts.js';
import { CaseTexts } from '../../platform/crypto/case-texts.js';
import type { Tx } from '../../platform/database/tx.js';
import type { Activity, ActivityContext, ActivityEffect, InputContext } from '../../workflow/activity.js';
import { mark } from './letters.repository.js';

/** Rows 10, 11, 18, 19: initials on the draft, or back to its author with a reason. */
@Injectable()
export class InitialActivity implements Activity {
  readonly declaration = {
    name: 'initial',
    outcomes: ['ok', 'revise'],
    requires: ['draft'],
    clears: { revise: ['draft'] },
    separateFrom: ['draft-letter', 'recommend'],
    bulk: true,
  };

  constructor(private readonly texts: CaseTexts) {}

  inputSchema({ outcome }: InputContext) {
    return outcome.means === 'ok'
      ? NOTHING_TO_FILL_IN
      : objectSchema({ reason: REASON_SCHEMA }, ['reason'], { reason: 'Mohon diperbaiki redaksinya.' });
  }

  async perform(tx: Tx, context: ActivityContext): Promise<ActivityEffect> {
    const { reason = null } = context.input as { reason?: string };
    const given = context.outcome.means === 'ok';
    const of = { agency: context.agency.code, owner: context.application.id };
    const kept = (await this.texts.kept('markReason', of, reason, tx)) as string | null;
    const status = given ? 'initialled' : 'returned';
    const {
      id,
      draft,
      content_hash: contentHash,
    } = await mark(tx, context, { kind: 'initials', result: given ? 'given' : 'refused', reason: kept, status });
    return { records: [{ kind: 'letter', id }], data: { draft, contentHash, ...(reason && { reason }) } };
  }
}
