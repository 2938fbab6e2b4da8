import { Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Principal } from '../../kernel/principal.js';
import { Command, type ApiCommand } from '../../platform/api/command-of.js';
import { ReasonInput } from '../../platform/api/reason.input.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { IdArg, InputArg } from '../../platform/graphql/args.js';
import { ApplicationView } from '../../workflow/application.view.js';
import { AfterIssueService } from './after-issue.service.js';
import { LetterView } from './letter.view.js';
import { LettersService } from './letters.service.js';

@Resolver(() => LetterView)
export class LettersResolver {
  constructor(
    private readonly letters: LettersService,
    private readonly afterIssue: AfterIssueService,
  ) {}

  @Query(() => LetterView, { description: 'A letter, with its initials and signature.' })
  @Allow('papers.read')
  letter(@CurrentPrincipal() principal: Principal, @IdArg('Id of the letter.') id: string): Promise<LetterView> {
    return this.letters.one(principal, id);
  }

  @Mutation(() => ApplicationView, { description: 'Revokes a letter that is out; by whoever signs such letters.' })
  @Allow('letters.undo')
  revokeLetter(
    @Command() command: ApiCommand,
    @IdArg('Id of the letter.') id: string,
    @InputArg(ReasonInput, 'Why.') { reason }: ReasonInput,
  ): Promise<ApplicationView> {
    return this.afterIssue.revoke(command, id, reason);
  }

  @Mutation(() => ApplicationView, { description: 'Corrects a letter that is out: the case is taken up again for one that replaces it.' })
  @Allow('letters.undo')
  correctLetter(
    @Command() command: ApiCommand,
    @IdArg('Id of the letter.') id: string,
    @InputArg(ReasonInput, 'Why.') { reason }: ReasonInput,
  ): Promise<ApplicationView> {
    return this.afterIssue.correct(command, id, reason);
  }
}
