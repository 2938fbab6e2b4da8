import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Principal } from '../../kernel/principal.js';
import { IdPipe } from '../../platform/api/validation.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { InspectionService } from './inspection.service.js';
import { JournalExportView, SampleView } from './inspection.view.js';
import { SampleArgs } from './sample.query.js';

@Resolver(() => SampleView)
export class InspectionResolver {
  constructor(private readonly inspection: InspectionService) {}

  @Query(() => SampleView, { description: 'A random sample of cases; the same seed draws the same.' })
  @Allow('audit.sample')
  auditSample(@CurrentPrincipal() principal: Principal, @Args() args: SampleArgs): Promise<SampleView> {
    return this.inspection.sample(principal, args);
  }

  @Query(() => JournalExportView, { description: 'The journal of a case with its hashes, signed with the certificate of the agency.' })
  @Allow('journals.export')
  journalExport(
    @CurrentPrincipal() principal: Principal,
    @Args('application', { description: 'Id of the application.' }, IdPipe) application: string,
  ): Promise<JournalExportView> {
    return this.inspection.journal(principal, application);
  }
}
