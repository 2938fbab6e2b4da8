import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RecommendationRow } from './recommendation.entity.js';
import { RecommendationsController } from './recommendations.controller.js';
import { RecommendationsResolver } from './recommendations.resolver.js';
import { Recommendations } from './recommendations.repository.js';
import { RecommendationsService } from './recommendations.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([RecommendationRow])],
  controllers: [RecommendationsController],
  providers: [Recommendations, RecommendationsService, RecommendationsResolver],
})
export class RecommendationsModule {}
