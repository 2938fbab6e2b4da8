import { Controller, Get, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../kernel/principal.js';
import { ApiAnswer } from '../../platform/api/api-answer.js';
import { IdPipe } from '../../platform/api/validation.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { RecommendationView } from './recommendation.view.js';
import { RecommendationsService } from './recommendations.service.js';

@ApiTags('papers')
@ApiBearerAuth()
@Controller('v1/recommendations')
export class RecommendationsController {
  constructor(private readonly recommendations: RecommendationsService) {}

  @Get(':id')
  @Allow('papers.read')
  @ApiOperation({ summary: 'A recommendation of the technical team' })
  @ApiAnswer(200, RecommendationView)
  one(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<RecommendationView> {
    return this.recommendations.one(principal, id);
  }
}
