import { Module } from '@nestjs/common';
import { ApplicationDetailServiceResolver, ApplicationServiceResolver } from './application-service.resolver.js';
import { CatalogueController } from './catalogue.controller.js';
import { CatalogueResolver } from './catalogue.resolver.js';
import { CatalogueService } from './catalogue.service.js';

@Module({
  controllers: [CatalogueController],
  providers: [CatalogueService, CatalogueResolver, ApplicationServiceResolver, ApplicationDetailServiceResolver],
})
export class CatalogueModule {}
