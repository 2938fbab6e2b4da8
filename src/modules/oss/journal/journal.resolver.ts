import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Principal } from '../../../kernel/principal.js';
import { Command, type ApiCommand } from '../../../platform/api/command-of.js';
import { Allow, CurrentPrincipal } from '../../../platform/auth/guard.js';
import { IdArg } from '../../../platform/graphql/args.js';
import { connection, paged, type Connection } from '../../../platform/graphql/connection.js';
import { JournalArgs, OssCallPage } from './journal.query.js';
import { JournalService } from './journal.service.js';
import { OssCallView, OssReplayView } from './journal.view.js';
import { Replay } from './replay.js';

@Resolver(() => OssCallView)
export class JournalResolver {
  constructor(
    private readonly journal: JournalService,
    private readonly replays: Replay,
  ) {}

  @Query(() => OssCallPage, { description: 'Every call from and to OSS, the newest first, masked.' })
  @Allow('oss.journal')
  async ossJournal(@CurrentPrincipal() principal: Principal, @Args() args: JournalArgs): Promise<Connection<OssCallView>> {
    return connection(await this.journal.list(principal, paged(args)));
  }

  @Mutation(() => OssReplayView, { description: 'Makes a call once more: a question now, what changes something in its turn.' })
  @Allow('oss.journal')
  replayOssCall(@Command() command: ApiCommand, @IdArg('Id of the call.') id: string): Promise<OssReplayView> {
    return this.replays.again(command, id);
  }
}
