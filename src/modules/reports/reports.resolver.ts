import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Principal } from '../../kernel/principal.js';
import { ReaderLanguage, type Language } from '../../platform/api/request-context.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { ReportArgs } from './report.args.js';
import { ReportListView, ReportPageView } from './report.view.js';
import { ReportsService } from './reports.service.js';

@Resolver(() => ReportPageView)
export class ReportsResolver {
  constructor(private readonly reports: ReportsService) {}

  @Query(() => ReportListView, { name: 'reports', description: 'The reports that I may read.' })
  @Allow('reports.registers')
  list(@CurrentPrincipal() principal: Principal, @ReaderLanguage() language: Language): ReportListView {
    return this.reports.list(principal, language);
  }

  @Query(() => ReportPageView, { description: 'One report: a page of a register, or all sums.' })
  @Allow('reports.registers')
  report(
    @CurrentPrincipal() principal: Principal,
    @Args() args: ReportArgs,
    @ReaderLanguage() language: Language,
  ): Promise<ReportPageView> {
    return this.reports.page(principal, args.name, args, language);
  }
}
