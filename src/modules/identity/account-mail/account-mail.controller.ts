import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../../kernel/principal.js';
import { ApiAnswer } from '../../../platform/api/api-answer.js';
import { ReaderLanguage, type Language } from '../../../platform/api/request-context.js';
import { Allow, CurrentPrincipal, Public } from '../../../platform/auth/guard.js';
import { Caller, type CallerAddress } from '../../../platform/rate/caller.js';
import { AccountEmailService } from './account-email.service.js';
import { AccountEmailInput, ConfirmEmailInput, ConfirmPasswordResetInput, PasswordResetInput } from './account-mail.input.js';
import { AccountEmailView, PasswordResetView, RecoveredAccountView } from './account-mail.view.js';
import { PasswordResetService } from './password-reset.service.js';

@ApiTags('identity')
@Controller('v1')
export class AccountMailController {
  constructor(
    private readonly emails: AccountEmailService,
    private readonly resets: PasswordResetService,
  ) {}

  @Get('me/email')
  @Allow('email.own')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'The mail address of my account' })
  @ApiAnswer(200, AccountEmailView)
  email(@CurrentPrincipal() principal: Principal): Promise<AccountEmailView> {
    return this.emails.read(principal);
  }

  @Put('me/email')
  @Allow('email.own')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Give my account a mail address; a code is sent to it' })
  @ApiAnswer(200, AccountEmailView)
  change(
    @CurrentPrincipal() principal: Principal,
    @Body() input: AccountEmailInput,
    @Caller() caller: CallerAddress,
  ): Promise<AccountEmailView> {
    return this.emails.change(principal, input, caller);
  }

  @Post('auth/email/confirm')
  @HttpCode(200)
  @Public()
  @ApiOperation({ summary: 'Confirm the mail address of an account by the code that was sent to it' })
  @ApiAnswer(200, AccountEmailView)
  confirmEmail(@Body() { code }: ConfirmEmailInput, @Caller() caller: CallerAddress): Promise<AccountEmailView> {
    return this.emails.confirm(code, caller);
  }

  @Post('auth/password-reset')
  @HttpCode(202)
  @Public()
  @ApiOperation({ summary: 'Ask for a code by mail, as an applicant who has forgotten the password' })
  @ApiAnswer(202, PasswordResetView)
  ask(
    @Body() input: PasswordResetInput,
    @ReaderLanguage() language: Language,
    @Caller() caller: CallerAddress,
  ): Promise<PasswordResetView> {
    return this.resets.ask(input, language, caller);
  }

  @Post('auth/password-reset/confirm')
  @HttpCode(200)
  @Public()
  @ApiOperation({ summary: 'Choose a new password by that code; every session ends' })
  @ApiAnswer(200, RecoveredAccountView)
  confirm(@Body() input: ConfirmPasswordResetInput, @Caller() caller: CallerAddress): Promise<RecoveredAccountView> {
    return this.resets.confirm(input, caller);
  }
}
