import { Query, Resolver } from '@nestjs/graphql';
import type { Principal } from '../../kernel/principal.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { IdArg } from '../../platform/graphql/args.js';
import { RecommendationView } from './recommendation.view.js';
import { RecommendationsService } from './recommendations.service.js';

@Resolver(() => RecommendationView)
export class RecommendationsResolver {
  constructor(private readonly recommendations: RecommendationsService) {}

  @Query(() => RecommendationView, { description: 'A recommendation of the technical team.' })
  @Allow('papers.read')
  recommendation(@CurrentPrincipal() principal: Principal, @IdArg('Id of the recommendation.') id: string): Promise<RecommendationView> {
    return this.recommendations.one(principal, id);
  }
}
