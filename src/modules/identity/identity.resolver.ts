import { Query, Resolver } from '@nestjs/graphql';
import type { Principal } from '../../kernel/principal.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { IdentityService } from './identity.service.js';
import { MeView } from './identity.view.js';

@Resolver(() => MeView)
export class IdentityResolver {
  constructor(private readonly identity: IdentityService) {}

  @Query(() => MeView, { description: 'Who has signed in, in which roles.' })
  @Allow('me.read')
  me(@CurrentPrincipal() principal: Principal): Promise<MeView> {
    return this.identity.me(principal);
  }
}
