import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Principal } from '../../kernel/principal.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { connection, PageArgs, paged, type Connection } from '../../platform/graphql/connection.js';
import { AuditArgs, AuditPage, DailySealPage } from './audit.args.js';
import { AuditService } from './audit.service.js';
import { AuditEntryView, type DailySealView } from './audit.view.js';

@Resolver(() => AuditEntryView)
export class AuditResolver {
  constructor(private readonly service: AuditService) {}

  @Query(() => AuditPage, { description: 'What happened beside the cases: logins, refusals, looks at specific data, changes.' })
  @Allow('audit.read')
  async audit(@CurrentPrincipal() principal: Principal, @Args() args: AuditArgs): Promise<Connection<AuditEntryView>> {
    return connection(await this.service.list(principal, paged(args)));
  }

  @Query(() => DailySealPage, { description: 'The seals of all days, the newest first.' })
  @Allow('audit.read')
  async auditSeals(@CurrentPrincipal() principal: Principal, @Args() args: PageArgs): Promise<Connection<DailySealView>> {
    return connection(await this.service.seals(principal, paged(args)));
  }
}
