import { Query, Resolver } from '@nestjs/graphql';
import type { Principal } from '../../kernel/principal.js';
import { ReaderLanguage, type Language } from '../../platform/api/request-context.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { TextArg } from '../../platform/graphql/args.js';
import { CatalogueService } from './catalogue.service.js';
import { ServiceSummaryView, ServiceView } from './service.view.js';

@Resolver(() => ServiceView)
export class CatalogueResolver {
  constructor(private readonly catalogue: CatalogueService) {}

  @Query(() => [ServiceSummaryView], { description: 'What can be applied for.' })
  @Allow('services.read')
  services(@CurrentPrincipal() principal: Principal, @ReaderLanguage() language: Language): ServiceSummaryView[] {
    return this.catalogue.list(principal, language);
  }

  @Query(() => ServiceView, { description: 'One service: the SOP as data, its requirements and its form.' })
  @Allow('services.read')
  service(
    @CurrentPrincipal() principal: Principal,
    @TextArg('code', 'Code of the service.') code: string,
    @ReaderLanguage() language: Language,
  ): ServiceView {
    return this.catalogue.one(principal, code, language);
  }
}
