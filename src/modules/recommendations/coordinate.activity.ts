import { Injectable } from '@nestjs/common';
import { objectSchema, textSchema } from '../../platform/api/schema-parts.js';
import type { Tx } from '../../platform/database/tx.js';
import type { Activity, ActivityContext, ActivityEffect } from '../../workflow/activity.js';
import { MEMBERS_EXAMPLE, MEMBERS_SCHEMA } from './members.js';
import type { Member } from './recommendation.entity.js';
import { Recommendations } from './recommendations.repository.js';

/** Row 6: the technical team is brought together, by the request for a recommendation. */
@Injectable()
export class CoordinateActivity implements Activity {
  readonly declaration = { name: 'coordinate', outcomes: ['coordinated'] };

  constructor(private readonly recommendations: Recommendations) {}

  inputSchema() {
    const properties = { members: MEMBERS_SCHEMA, subject: textSchema('Hal permintaan rekomendasi', 500) };
    return objectSchema(properties, ['members', 'subject'], { members: MEMBERS_EXAMPLE, subject: 'Permintaan rekomendasi teknis' });
  }

  async perform(tx: Tx, context: ActivityContext): Promise<ActivityEffect> {
    const { members, subject } = context.input as { members: Member[]; subject: string };
    const request = { members, subject, requestedAt: context.now.toISOString(), requestedBy: context.principal.name };
    const id = await this.recommendations.begin(tx, context, request);
    return { records: [{ kind: 'recommendation', id }], data: { subject, members: members.length } };
  }
}
