import { ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../platform/api/api-field.js';
import { Json } from '../../platform/api/json.scalar.js';
import { papersOf } from './recommendation-papers.js';
import type { RecommendationRow } from './recommendation.entity.js';

@ObjectType('RecommendationPaper', { description: 'One of the papers of a recommendation.' })
export class RecommendationPaperView {
  @ApiField(() => String, {
    description: 'recommendation-request, assignment-letter, inspection-report, recommendation or levy-assessment.',
  })
  paper: string;

  @ApiField(() => String, { description: 'Where it is as a PDF.' })
  pdf: string;
}

@ObjectType('Recommendation', {
  description: 'Recommendation of the technical team, with its request, inspection, assessment and reception.',
})
export class RecommendationView {
  @ApiField(() => String, { description: 'Id.' })
  id: string;

  @ApiField(() => String, { description: 'Application it belongs to.' })
  applicationId: string;

  @ApiField(() => String, { description: 'granted or denied, once it is given.', nullable: true })
  result: string | null;

  @ApiField(() => Json, { description: 'Request: members, subject, when, by whom.', nullable: true })
  request: object | null;

  @ApiField(() => Json, { description: 'Field visit: assignment number, date, place, members, findings, photos.', nullable: true })
  inspection: object | null;

  @ApiField(() => Json, { description: 'Assessment: text, conditions, reason.', nullable: true })
  assessment: object | null;

  @ApiField(() => Json, { description: 'Arrival at the back office, with the levy assessment (SKRD).', nullable: true })
  reception: object | null;

  @ApiField(() => [RecommendationPaperView], { description: 'Its papers so far, the earliest first.' })
  papers: RecommendationPaperView[];

  @ApiField(() => String, { description: 'When it last changed (RFC 3339).' })
  updatedAt: string;
}

export function recommendationView(row: RecommendationRow): RecommendationView {
  return {
    id: row.id,
    applicationId: row.application_id,
    result: row.result,
    request: row.request,
    inspection: row.inspection,
    assessment: row.assessment,
    reception: row.reception,
    papers: papersOf(row).map(({ kind }) => ({ paper: kind, pdf: `/v1/recommendations/${row.id}/pdf?paper=${kind}` })),
    updatedAt: row.updated_at.toISOString(),
  };
}
