import { Injectable } from '@nestjs/common';
import { linesSchema, objectSchema, REASON_SCHEMA } from '../../platform/api/schema-parts.js';
import type { Tx } from '../../platform/database/tx.js';
import type { Activity, ActivityContext, ActivityEffect, InputContext } from '../../workflow/activity.js';
import { Recommendations } from './recommendations.repository.js';

interface RecommendInput {
  readonly assessment: string;
  readonly conditions?: readonly string[];
  readonly reason?: string;
}

/** Row 8: the assessment (hasil penilaian), and whether the technical team recommends the permit. */
@Injectable()
export class RecommendActivity implements Activity {
  readonly declaration = {
    name: 'recommend',
    outcomes: ['granted', 'denied'],
    sets: { granted: ['recommended'] },
    clears: { denied: ['recommended'] },
  };

  constructor(private readonly recommendations: Recommendations) {}

  inputSchema({ outcome }: InputContext) {
    const assessment = linesSchema('Hasil penilaian', 5000);
    if (outcome.means === 'denied') {
      const example = { assessment: 'Belum memenuhi ketentuan teknis.', reason: 'Lokasi tidak sesuai peruntukan.' };
      return objectSchema({ assessment, reason: REASON_SCHEMA }, ['assessment', 'reason'], example);
    }
    const conditions = { type: 'array', title: 'Syarat', maxItems: 50, items: linesSchema('Syarat', 1000) };
    return objectSchema({ assessment, conditions }, ['assessment'], { assessment: 'Memenuhi ketentuan teknis.', conditions: [] });
  }

  async perform(tx: Tx, context: ActivityContext): Promise<ActivityEffect> {
    const { assessment, conditions = [], reason } = context.input as unknown as RecommendInput;
    const value = {
      assessment,
      conditions,
      ...(reason && { reason }),
      assessedAt: context.now.toISOString(),
      assessedBy: context.principal.name,
    };
    const id = await this.recommendations.add(tx, context, 'assessment', value, context.outcome.means);
    return { records: [{ kind: 'recommendation', id }], data: { result: context.outcome.means, ...(reason && { reason }) } };
  }
}
