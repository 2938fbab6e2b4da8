import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Principal } from '../../kernel/principal.js';
import { Command, type ApiCommand } from '../../platform/api/command-of.js';
import type { Page } from '../../platform/api/paging.js';
import { IdPipe } from '../../platform/api/validation.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { ApplicationView } from '../../workflow/application.view.js';
import { ApplicationDetailView } from './application-detail.view.js';
import { ApplicationDetails } from './application-details.js';
import { ApplicationSearch } from './application-search.js';
import { ApplicationPage, ApplicationsArgs } from './applications.args.js';
import { ApplicationsService } from './applications.service.js';
import { OpenApplicationInput } from './open-application.input.js';

@Resolver(() => ApplicationView)
export class ApplicationsResolver {
  constructor(
    private readonly service: ApplicationsService,
    private readonly search: ApplicationSearch,
    private readonly details: ApplicationDetails,
  ) {}

  @Query(() => ApplicationPage, { description: 'Applications, the newest first.' })
  @Allow('applications.read')
  applications(@CurrentPrincipal() principal: Principal, @Args() args: ApplicationsArgs): Promise<Page<ApplicationView>> {
    return this.search.list(principal, args);
  }

  @Query(() => ApplicationDetailView, { description: 'One application, with its form and records.' })
  @Allow('applications.read')
  application(@CurrentPrincipal() principal: Principal, @Args('id', IdPipe) id: string): Promise<ApplicationDetailView> {
    return this.details.one(principal, id);
  }

  @Mutation(() => ApplicationView, { description: 'Opens an application at the first step of its SOP.' })
  @Allow('applications.open')
  submitApplication(@Command() command: ApiCommand, @Args('input') input: OpenApplicationInput): Promise<ApplicationView> {
    return this.service.open(command, input);
  }
}
