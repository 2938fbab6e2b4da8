import { Query, Resolver } from '@nestjs/graphql';
import type { Principal } from '../../kernel/principal.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { InputArg } from '../../platform/graphql/args.js';
import { PersonExportView, PersonInput } from './person-export.view.js';
import { PrivacyService } from './privacy.service.js';

@Resolver(() => PersonExportView)
export class PrivacyResolver {
  constructor(private readonly privacy: PrivacyService) {}

  @Query(() => PersonExportView, { description: 'Everything that is kept about me and my applications.' })
  @Allow('persons.own')
  myExport(@CurrentPrincipal() principal: Principal): Promise<PersonExportView> {
    return this.privacy.own(principal);
  }

  @Query(() => PersonExportView, { description: 'Everything that is kept about one person, by NIK; for an administrator.' })
  @Allow('persons.export')
  personExport(
    @CurrentPrincipal() principal: Principal,
    @InputArg(PersonInput, 'Whose data.') input: PersonInput,
  ): Promise<PersonExportView> {
    return this.privacy.person(principal, input);
  }
}
