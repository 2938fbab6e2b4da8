import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { languageOf } from '../../platform/api/request-context.js';
import type { GraphqlContext } from '../../platform/graphql/problem.plugin.js';
import { ApplicationDetailView } from '../../workflow/application-detail.view.js';
import { ApplicationView } from '../../workflow/application.view.js';
import { CatalogueService } from './catalogue.service.js';
import { ServiceSummaryView } from './service.view.js';

@Resolver(() => ApplicationView)
export class ApplicationServiceResolver {
  constructor(private readonly catalogue: CatalogueService) {}

  @ResolveField(() => ServiceSummaryView, {
    nullable: true,
    description: 'What is applied for, as the agency offers it now; null when it no longer does.',
  })
  serviceSummary(@Parent() { service }: ApplicationView, @Context() { req }: GraphqlContext): ServiceSummaryView | null {
    return this.catalogue.list(req.principal!, languageOf(req.headers)).find(({ code }) => code === service) ?? null;
  }
}

@Resolver(() => ApplicationDetailView)
export class ApplicationDetailServiceResolver extends ApplicationServiceResolver {}
