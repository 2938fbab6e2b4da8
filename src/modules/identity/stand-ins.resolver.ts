import { Args, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { Principal } from '../../kernel/principal.js';
import { Command, type ApiCommand } from '../../platform/api/command-of.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { IdArg, InputArg } from '../../platform/graphql/args.js';
import { connection, PageArgs, paged, pageType, type Connection } from '../../platform/graphql/connection.js';
import { StandInInput } from './stand-in.input.js';
import { StandInView } from './stand-in.view.js';
import { StandInsService } from './stand-ins.service.js';

@ObjectType({ description: 'A page of stand-ins.' })
export class StandInPage extends pageType(StandInView, 'StandIn') {}

@Resolver(() => StandInView)
export class StandInsResolver {
  constructor(private readonly service: StandInsService) {}

  @Query(() => StandInPage, { description: 'Who stands in for me, and for whom I stand in; the newest first.' })
  @Allow('stand-ins.name')
  async standIns(@CurrentPrincipal() principal: Principal, @Args() args: PageArgs): Promise<Connection<StandInView>> {
    return connection(await this.service.list(principal, paged(args)));
  }

  @Mutation(() => StandInView, { description: 'Names who stands in for me (Plh, Plt, a.n.) in one of my roles, for a time.' })
  @Allow('stand-ins.name')
  nameStandIn(
    @Command() command: ApiCommand,
    @InputArg(StandInInput, 'Who, in which role, and when.') input: StandInInput,
  ): Promise<StandInView> {
    return this.service.name(command, input);
  }

  @Mutation(() => StandInView, { description: 'Ends a stand-in before its time.' })
  @Allow('stand-ins.name')
  endStandIn(@Command() command: ApiCommand, @IdArg('Id of the stand-in.') id: string): Promise<StandInView> {
    return this.service.end(command, id);
  }
}
