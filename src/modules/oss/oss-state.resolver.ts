import { Args, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { Principal } from '../../kernel/principal.js';
import { Command, type ApiCommand } from '../../platform/api/command-of.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { IdArg, InputArg } from '../../platform/graphql/args.js';
import { connection, PageArgs, paged, pageType, type Connection } from '../../platform/graphql/connection.js';
import { OssStateService } from './oss-state.service.js';
import { OssLicenceView, OssMessageView, OssStateView } from './oss-state.view.js';
import { ReconcileInput, ReconciliationView } from './reconcile/reconciliation.view.js';

@ObjectType({ description: 'A page of licences.' })
class OssLicencePage extends pageType(OssLicenceView, 'OssLicence') {}

@Resolver(() => OssStateView)
export class OssStateResolver {
  constructor(private readonly states: OssStateService) {}

  @Query(() => OssStateView, { description: 'How a case stands with OSS: its licence, and what OSS was told.' })
  @Allow('oss.read')
  ossState(@CurrentPrincipal() principal: Principal, @IdArg('Id of the application.', 'application') id: string): Promise<OssStateView> {
    return this.states.of(principal, id);
  }

  @Query(() => OssLicencePage, { description: 'Licences on which OSS and this service differ.' })
  @Allow('oss.read')
  async ossDifferences(@CurrentPrincipal() principal: Principal, @Args() args: PageArgs): Promise<Connection<OssLicenceView>> {
    return connection(await this.states.differences(principal, paged(args)));
  }

  @Mutation(() => OssMessageView, { description: 'Tells OSS the last thing once more; what has arrived already is not told twice.' })
  @Allow('oss.manage')
  resendToOss(@Command() command: ApiCommand, @IdArg('Id of the application.', 'application') id: string): Promise<OssMessageView> {
    return this.states.resend(command, id);
  }

  @Mutation(() => ReconciliationView, { description: 'Compares with OSS now, as every night: one application, or all.' })
  @Allow('oss.manage')
  reconcileOss(
    @Command() command: ApiCommand,
    @InputArg(ReconcileInput, 'Which licences to compare.') { application }: ReconcileInput,
  ): Promise<ReconciliationView> {
    return this.states.reconcile(command, application);
  }
}
