import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Principal } from '../../../kernel/principal.js';
import { Command, type ApiCommand } from '../../../platform/api/command-of.js';
import { ReasonInput } from '../../../platform/api/reason.input.js';
import { Allow, CurrentPrincipal } from '../../../platform/auth/guard.js';
import { IdArg, InputArg } from '../../../platform/graphql/args.js';
import { connection, paged, type Connection } from '../../../platform/graphql/connection.js';
import { JoinArgs, JoinRequestPage, JoinRequestView } from './join.view.js';
import { JoinsService } from './joins.service.js';

@Resolver(() => JoinRequestView)
export class JoinsResolver {
  constructor(private readonly joins: JoinsService) {}

  @Query(() => JoinRequestPage, { description: 'Licences of OSS that may belong to an application, with what both sides say.' })
  @Allow('oss.join')
  async ossJoins(@CurrentPrincipal() principal: Principal, @Args() args: JoinArgs): Promise<Connection<JoinRequestView>> {
    return connection(await this.joins.list(principal, paged(args)));
  }

  @Mutation(() => JoinRequestView, {
    description: 'The licence belongs to the application; the one that was opened for it is withdrawn.',
  })
  @Allow('oss.join')
  joinOssLicence(
    @Command() command: ApiCommand,
    @IdArg('Id of the request.') id: string,
    @InputArg(ReasonInput, 'Why.') { reason }: ReasonInput,
  ): Promise<JoinRequestView> {
    return this.joins.join(command, id, reason);
  }

  @Mutation(() => JoinRequestView, { description: 'The licence does not belong to the application.' })
  @Allow('oss.join')
  dismissOssJoin(
    @Command() command: ApiCommand,
    @IdArg('Id of the request.') id: string,
    @InputArg(ReasonInput, 'Why.') { reason }: ReasonInput,
  ): Promise<JoinRequestView> {
    return this.joins.dismiss(command, id, reason);
  }
}
