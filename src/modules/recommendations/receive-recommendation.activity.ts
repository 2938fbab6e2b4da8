import { Injectable } from '@nestjs/common';
import { NOTHING_TO_FILL_IN, objectSchema, textSchema } from '../../platform/api/schema-parts.js';
import type { Tx } from '../../platform/database/tx.js';
import type { Activity, ActivityContext, ActivityEffect, InputContext } from '../../workflow/activity.js';
import type { Levy } from './recommendation.entity.js';
import { Recommendations } from './recommendations.repository.js';

const LEVY_SCHEMA = {
  type: 'object',
  title: 'SKRD',
  additionalProperties: false,
  required: ['amount', 'paid'],
  properties: {
    amount: { type: 'integer', title: 'Jumlah (rupiah); 0 bila tidak dipungut', minimum: 0, maximum: 1_000_000_000_000 },
    paid: { type: 'boolean', title: 'Sudah dibayar' },
    reference: textSchema('Nomor SKRD atau bukti bayar', 100),
  },
} as const;

/** Row 16: the recommendation arrives at the back office, in IUMK with the levy assessment (SKRD). */
@Injectable()
export class ReceiveRecommendationActivity implements Activity {
  readonly declaration = {
    name: 'receive-recommendation',
    outcomes: ['received'],
    requires: ['recommended'],
    options: {
      type: 'object',
      properties: { levy: { type: 'boolean', description: 'The SOP has a levy assessment (SKRD) here.' } },
      additionalProperties: false,
    },
  };

  constructor(private readonly recommendations: Recommendations) {}

  inputSchema({ step }: InputContext) {
    if (step.options['levy'] !== true) return NOTHING_TO_FILL_IN;
    return objectSchema({ levy: LEVY_SCHEMA }, ['levy'], { levy: { amount: 0, paid: false } });
  }

  async perform(tx: Tx, context: ActivityContext): Promise<ActivityEffect> {
    const { levy = null } = context.input as { levy?: Levy };
    const reception = { receivedAt: context.now.toISOString(), receivedBy: context.principal.name, levy };
    const id = await this.recommendations.add(tx, context, 'reception', reception);
    return { records: [{ kind: 'recommendation', id }], data: levy ? { levy } : {} };
  }
}
