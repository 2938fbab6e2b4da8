import { Args, Query, Resolver } from '@nestjs/graphql';
import { UseInterceptors } from '@nestjs/common';
import type { Principal } from '../../kernel/principal.js';
import { OneExport } from '../../platform/api/one-export.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { connection, PageArgs, paged, type Connection } from '../../platform/graphql/connection.js';
import { InputArg } from '../../platform/graphql/args.js';
import { AccessPage, type AccessView } from './access.view.js';
import { OwnAccesses } from './own-accesses.js';
import { PersonExportView, PersonInput } from './person-export.view.js';
import { PrivacyService } from './privacy.service.js';

@Resolver(() => PersonExportView)
export class PrivacyResolver {
  constructor(
    private readonly privacy: PrivacyService,
    private readonly ownAccesses: OwnAccesses,
  ) {}

  @Query(() => AccessPage, { description: 'Which staff have read my applications, by role, what and when; the newest first.' })
  @Allow('persons.own')
  async myAccesses(@CurrentPrincipal() principal: Principal, @Args() args: PageArgs): Promise<Connection<AccessView>> {
    return connection(await this.ownAccesses.list(principal, paged(args)));
  }

  @Query(() => PersonExportView, { description: 'Everything that is kept about me and my applications, by pages of applications.' })
  @UseInterceptors(OneExport)
  @Allow('persons.own')
  myExport(@CurrentPrincipal() principal: Principal, @Args() args: PageArgs): Promise<PersonExportView> {
    return this.privacy.own(principal, paged(args));
  }

  @Query(() => PersonExportView, { description: 'Everything that is kept about one person, by NIK; for an administrator.' })
  @UseInterceptors(OneExport)
  @Allow('persons.export')
  personExport(
    @CurrentPrincipal() principal: Principal,
    @InputArg(PersonInput, 'Whose data.') input: PersonInput,
  ): Promise<PersonExportView> {
    return this.privacy.person(principal, input);
  }
}
