import { Body, Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../kernel/principal.js';
import { ApiAnswer, ApiNothing } from '../../platform/api/api-answer.js';
import type { ApiRequest } from '../../platform/api/request-context.js';
import { Allow, CurrentPrincipal, Public } from '../../platform/auth/guard.js';
import { Caller, type CallerAddress } from '../../platform/rate/caller.js';
import { ChangePasswordInput, RefreshInput, RegisterInput, SignInInput } from './identity.input.js';
import { IdentityService } from './identity.service.js';
import { AccountView, MeView, TokenView } from './identity.view.js';
import { RegistrationService } from './registration.service.js';
import { SessionsService } from './sessions.service.js';
import { SignInService } from './sign-in.service.js';

/** Sign-in exists in REST only: one GraphQL document could hold a hundred guesses. */
@ApiTags('identity')
@Controller('v1')
export class IdentityController {
  constructor(
    private readonly identity: IdentityService,
    private readonly signIns: SignInService,
    private readonly sessions: SessionsService,
    private readonly registration: RegistrationService,
  ) {}

  @Post('auth/token')
  @HttpCode(200)
  @Public()
  @ApiOperation({ summary: 'Sign in with the built-in issuer' })
  @ApiAnswer(200, TokenView)
  signIn(@Body() input: SignInInput, @Caller() caller: CallerAddress): Promise<TokenView> {
    return this.signIns.signIn(input, caller);
  }

  @Post('auth/refresh')
  @HttpCode(200)
  @Public()
  @ApiOperation({ summary: 'The next access token, and the next refresh token' })
  @ApiAnswer(200, TokenView)
  async refresh(@Body() { refreshToken }: RefreshInput, @Caller() caller: CallerAddress): Promise<TokenView> {
    return this.sessions.refresh(refreshToken, caller);
  }

  @Post('auth/logout')
  @HttpCode(204)
  @Allow('sessions.end')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Sign out: the session ends, with its access and refresh tokens' })
  @ApiNothing()
  signOut(@CurrentPrincipal() principal: Principal, @Req() { session }: ApiRequest): Promise<void> {
    return this.sessions.signOut(principal, session);
  }

  @Post('auth/password')
  @HttpCode(200)
  @Public()
  @ApiOperation({ summary: 'Choose a new password by the old one; every other session ends' })
  @ApiAnswer(200, TokenView)
  changePassword(@Body() input: ChangePasswordInput, @Caller() caller: CallerAddress): Promise<TokenView> {
    return this.signIns.changePassword(input, caller);
  }

  @Post('auth/register')
  @Public()
  @ApiOperation({ summary: 'Make an account as an applicant' })
  @ApiAnswer(201, AccountView)
  register(@Body() input: RegisterInput, @Caller() caller: CallerAddress): Promise<AccountView> {
    return this.registration.register(input, caller);
  }

  @Get('me')
  @Allow('me.read')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Who am I, in which roles' })
  @ApiAnswer(200, MeView)
  me(@CurrentPrincipal() principal: Principal): Promise<MeView> {
    return this.identity.me(principal);
  }
}
