import { Args, Mutation, Query, Resolver, Subscription } from '@nestjs/graphql';
import type { Principal } from '../../kernel/principal.js';
import { Command, type ApiCommand } from '../../platform/api/command-of.js';
import type { Access } from '../../platform/auth/access.js';
import { Allow, CurrentAccess, CurrentPrincipal } from '../../platform/auth/guard.js';
import { IdArg, InputArg } from '../../platform/graphql/args.js';
import { connection, paged, type Connection } from '../../platform/graphql/connection.js';
import { subscriptionOf } from '../../platform/graphql/subscription.js';
import { ApplicationDetailView } from '../../workflow/application-detail.view.js';
import { ApplicationView } from '../../workflow/application.view.js';
import { ApplicationDetails } from './application-details.js';
import { ApplicationSearch } from './application-search.js';
import { ApplicationPage, ApplicationsArgs } from './applications.args.js';
import { ApplicationsService } from './applications.service.js';
import { CaseStream } from './case-stream.js';
import { OpenApplicationInput, WithdrawInput } from './open-application.input.js';

@Resolver(() => ApplicationView)
export class ApplicationsResolver {
  constructor(
    private readonly service: ApplicationsService,
    private readonly search: ApplicationSearch,
    private readonly details: ApplicationDetails,
    private readonly stream: CaseStream,
  ) {}

  @Query(() => ApplicationPage, { description: 'Applications: the newest first, or the best hit for what is searched for.' })
  @Allow('applications.read')
  async applications(@CurrentPrincipal() principal: Principal, @Args() args: ApplicationsArgs): Promise<Connection<ApplicationView>> {
    return connection(await this.search.list(principal, paged(args)));
  }

  @Query(() => ApplicationDetailView, { description: 'One application, with its form and records.' })
  @Allow('applications.read')
  application(@CurrentPrincipal() principal: Principal, @IdArg('Id of the application.') id: string): Promise<ApplicationDetailView> {
    return this.details.one(principal, id);
  }

  @Mutation(() => ApplicationView, { description: 'Opens an application at the first step of its SOP.' })
  @Allow('applications.open')
  submitApplication(
    @Command() command: ApiCommand,
    @InputArg(OpenApplicationInput, 'What is applied for, by whom, and the form.') input: OpenApplicationInput,
  ): Promise<ApplicationView> {
    return this.service.open(command, input);
  }

  @Mutation(() => ApplicationView, { description: 'Withdraws an application, at any time before the signature.' })
  @Allow('applications.withdraw')
  withdrawApplication(
    @Command() command: ApiCommand,
    @IdArg('Id of the application.') id: string,
    @InputArg(WithdrawInput, 'Why.') input: WithdrawInput,
  ): Promise<ApplicationView> {
    return this.service.withdraw(command, id, input.reason ?? '');
  }

  @Subscription(() => ApplicationView, {
    description:
      'One application: as it is now, and again after each of its events, over WebSocket (graphql-transport-ws); ends after an hour at most.',
    resolve: (application: ApplicationView) => application,
  })
  @Allow('applications.read')
  applicationChanged(
    @CurrentAccess() access: Access,
    @IdArg('Id of the application.') id: string,
  ): Promise<AsyncIterableIterator<ApplicationView>> {
    return this.stream.of(access, id).then(subscriptionOf);
  }
}
