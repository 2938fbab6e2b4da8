import { Query, Resolver } from '@nestjs/graphql';
import type { Principal } from '../../kernel/principal.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { IdArg } from '../../platform/graphql/args.js';
import { DispositionView } from './disposition.view.js';
import { DispositionsService } from './dispositions.service.js';

@Resolver(() => DispositionView)
export class DispositionsResolver {
  constructor(private readonly dispositions: DispositionsService) {}

  @Query(() => DispositionView, { description: 'A disposition sheet.' })
  @Allow('papers.read')
  disposition(@CurrentPrincipal() principal: Principal, @IdArg('Id of the sheet.') id: string): Promise<DispositionView> {
    return this.dispositions.one(principal, id);
  }
}
