import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Principal } from '../../../kernel/principal.js';
import { Command, type ApiCommand } from '../../../platform/api/command-of.js';
import { Allow, CurrentPrincipal } from '../../../platform/auth/guard.js';
import { InputArg } from '../../../platform/graphql/args.js';
import { connection, paged, type Connection } from '../../../platform/graphql/connection.js';
import { FetchReferencesInput, ReferenceArgs, ReferenceFetchView, ReferencePage, ReferenceView } from './reference.view.js';
import { ReferencesService } from './references.service.js';

@Resolver(() => ReferenceView)
export class ReferencesResolver {
  constructor(private readonly references: ReferencesService) {}

  @Query(() => ReferencePage, { description: 'Codes of OSS and what they are called, as its own tables have them.' })
  @Allow('oss.read')
  async ossReferences(@CurrentPrincipal() principal: Principal, @Args() args: ReferenceArgs): Promise<Connection<ReferenceView>> {
    return connection(await this.references.list(principal, paged(args)));
  }

  @Mutation(() => ReferenceFetchView, { description: 'Fetches the tables of OSS anew, as every week: one, or all.' })
  @Allow('oss.manage')
  fetchOssReferences(
    @Command() command: ApiCommand,
    @InputArg(FetchReferencesInput, 'Which tables to fetch.') { table }: FetchReferencesInput,
  ): Promise<ReferenceFetchView> {
    return this.references.fetch(command, table);
  }
}
