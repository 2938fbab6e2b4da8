import { Args, ArgsType, Field, Int, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { Principal } from '../../kernel/principal.js';
import { Command, type ApiCommand } from '../../platform/api/command-of.js';
import { PageQuery } from '../../platform/api/page-query.js';
import type { Page } from '../../platform/api/paging.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { IdArg, InputArg } from '../../platform/graphql/args.js';
import { OssStateService } from './oss-state.service.js';
import { OssLicenceView, OssMessageView, OssStateView } from './oss-state.view.js';
import { ReconcileInput, ReconciliationView } from './reconcile/reconciliation.view.js';

@ArgsType()
class OssDifferencesArgs extends PageQuery {
  @Field(() => Int, { defaultValue: 50, description: 'At most this many.' })
  declare limit: number;

  @Field(() => String, { nullable: true, description: 'The `next` of the page before.' })
  declare after?: string;
}

@ObjectType({ description: 'A page of licences.' })
class OssLicencePage {
  @Field(() => [OssLicenceView], { description: 'The page.' })
  items: OssLicenceView[];

  @Field(() => String, { nullable: true, description: 'Cursor of the page after it; null on the last.' })
  next: string | null;
}

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
  ossDifferences(@CurrentPrincipal() principal: Principal, @Args() args: OssDifferencesArgs): Promise<Page<OssLicenceView>> {
    return this.states.differences(principal, args);
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
