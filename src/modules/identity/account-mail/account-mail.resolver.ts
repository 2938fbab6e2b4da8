import { Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Principal } from '../../../kernel/principal.js';
import { ReaderLanguage, type Language } from '../../../platform/api/request-context.js';
import { Allow, CurrentPrincipal, Public } from '../../../platform/auth/guard.js';
import { InputArg } from '../../../platform/graphql/args.js';
import { perRequestLimit } from '../../../platform/graphql/per-request-limit.js';
import type { GraphqlContext } from '../../../platform/graphql/problem.plugin.js';
import { Caller, type CallerAddress } from '../../../platform/rate/caller.js';
import { AccountEmailService } from './account-email.service.js';
import { AccountEmailInput, ConfirmEmailInput, ConfirmPasswordResetInput, PasswordResetInput } from './account-mail.input.js';
import { AccountEmailView, PasswordResetView, RecoveredAccountView } from './account-mail.view.js';
import { PasswordResetService } from './password-reset.service.js';

@Resolver(() => AccountEmailView)
export class AccountMailResolver {
  constructor(
    private readonly emails: AccountEmailService,
    private readonly resets: PasswordResetService,
  ) {}

  @Query(() => AccountEmailView, { description: 'The mail address of the reader’s account.' })
  @Allow('email.own')
  myEmail(@CurrentPrincipal() principal: Principal): Promise<AccountEmailView> {
    return this.emails.read(principal);
  }

  @Mutation(() => AccountEmailView, { description: 'Gives the reader’s account a mail address; a code is sent to it.' })
  @Allow('email.own')
  changeMyEmail(
    @CurrentPrincipal() principal: Principal,
    @InputArg(AccountEmailInput, 'The address, and the password.') input: AccountEmailInput,
    @Caller() caller: CallerAddress,
  ): Promise<AccountEmailView> {
    return this.emails.change(principal, input, caller);
  }

  @Mutation(() => AccountEmailView, { description: 'Confirms the mail address of an account by the code that was sent to it.' })
  @Public()
  async confirmEmail(
    @InputArg(ConfirmEmailInput, 'The code.') { code }: ConfirmEmailInput,
    @Context() { req }: GraphqlContext,
    @Caller() caller: CallerAddress,
  ): Promise<AccountEmailView> {
    perRequestLimit(req, 'confirmEmail');
    return this.emails.confirm(code, caller);
  }

  @Mutation(() => PasswordResetView, { description: 'Asks for a code by mail, as an applicant who has forgotten the password.' })
  @Public()
  async requestPasswordReset(
    @InputArg(PasswordResetInput, 'Whose password.') input: PasswordResetInput,
    @Context() { req }: GraphqlContext,
    @ReaderLanguage() language: Language,
    @Caller() caller: CallerAddress,
  ): Promise<PasswordResetView> {
    perRequestLimit(req, 'requestPasswordReset');
    return this.resets.ask(input, language, caller);
  }

  @Mutation(() => RecoveredAccountView, { description: 'Chooses a new password by that code; every session ends.' })
  @Public()
  async confirmPasswordReset(
    @InputArg(ConfirmPasswordResetInput, 'The code, and the new password.') input: ConfirmPasswordResetInput,
    @Context() { req }: GraphqlContext,
    @Caller() caller: CallerAddress,
  ): Promise<RecoveredAccountView> {
    perRequestLimit(req, 'confirmPasswordReset');
    return this.resets.confirm(input, caller);
  }
}
