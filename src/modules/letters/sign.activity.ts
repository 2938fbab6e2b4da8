import { Injectable } from '@nestjs/common';
import { NOTHING_TO_FILL_IN, objectSchema, REASON_SCHEMA } from '../../platform/api/schema-parts.js';
import { CaseTexts } from '../../platform/crypto/case-texts.js';
import type { Tx } from '../../platform/database/tx.js';
import type { Activity, ActivityContext, ActivityEffect, InputContext } from '../../workflow/activity.js';
import { mark } from './letters.repository.js';
import { UntouchedCase } from './untouched-case.js';

/** Rows 12 and 20: the signature freezes the content by its hash; or back to its author with a reason. */
@Injectable()
export class SignActivity implements Activity {
  readonly declaration = {
    name: 'sign',
    outcomes: ['signed', 'revise'],
    requires: ['draft'],
    sets: { signed: ['signed'] },
    clears: { revise: ['draft'] },
    separateFrom: ['draft-letter', 'recommend'],
    bulk: true,
  };

  constructor(
    private readonly untouched: UntouchedCase,
    private readonly texts: CaseTexts,
  ) {}

  inputSchema({ outcome }: InputContext) {
    return outcome.means === 'signed'
      ? NOTHING_TO_FILL_IN
      : objectSchema({ reason: REASON_SCHEMA }, ['reason'], { reason: 'Mohon diperbaiki isinya.' });
  }

  async perform(tx: Tx, context: ActivityContext): Promise<ActivityEffect> {
    await this.untouched.confirm(tx, context);
    const { reason = null } = context.input as { reason?: string };
    const given = context.outcome.means === 'signed';
    const of = { agency: context.agency.code, owner: context.application.id };
    const kept = (await this.texts.kept('markReason', of, reason, tx)) as string | null;
    const status = given ? 'signed' : 'returned';
    const {
      id,
      draft,
      content_hash: contentHash,
    } = await mark(tx, context, { kind: 'signature', result: given ? 'given' : 'refused', reason: kept, status });
    return { records: [{ kind: 'letter', id }], data: { draft, contentHash, ...(reason && { reason }) } };
  }
}
