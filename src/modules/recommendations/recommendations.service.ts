import { Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/principal.js';
import { PaperReader } from '../../workflow/paper-reader.js';
import { RecommendationRow } from './recommendation.entity.js';
import { Recommendations } from './recommendations.repository.js';
import { recommendationView, type RecommendationView } from './recommendation.view.js';

/** Reads recommendations. */
@Injectable()
export class RecommendationsService {
  constructor(
    private readonly papers: PaperReader,
    private readonly recommendations: Recommendations,
  ) {}

  async one(principal: Principal, id: string): Promise<RecommendationView> {
    const { row } = await this.papers.one(RecommendationRow, 'recommendation', principal, id);
    return recommendationView(await this.recommendations.opened(row));
  }
}
