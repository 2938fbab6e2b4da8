import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Principal } from '../../kernel/principal.js';
import type { Page } from '../../platform/api/paging.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { AuditArgs, AuditPage, DailySealPage, SealsArgs } from './audit.args.js';
import { AuditService } from './audit.service.js';
import { AuditEntryView, type DailySealView } from './audit.view.js';

@Resolver(() => AuditEntryView)
export class AuditResolver {
  constructor(private readonly service: AuditService) {}

  @Query(() => AuditPage, { description: 'What happened beside the cases: logins, refusals, looks at specific data, changes.' })
  @Allow('audit.read')
  audit(@CurrentPrincipal() principal: Principal, @Args() args: AuditArgs): Promise<Page<AuditEntryView>> {
    return this.service.list(principal, args);
  }

  @Query(() => DailySealPage, { description: 'The seals of all days, the newest first.' })
  @Allow('audit.read')
  auditSeals(@CurrentPrincipal() principal: Principal, @Args() args: SealsArgs): Promise<Page<DailySealView>> {
    return this.service.seals(principal, args);
  }
}
