import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../kernel/principal.js';
import { ApiAnswer } from '../../platform/api/api-answer.js';
import { Allow, CurrentPrincipal, Public } from '../../platform/auth/guard.js';
import { IdentityService } from './identity.service.js';
import { MeView, SignInInput, TokenView } from './identity.view.js';

@ApiTags('identity')
@Controller('v1')
export class IdentityController {
  constructor(private readonly identity: IdentityService) {}

  @Post('auth/token')
  @HttpCode(200)
  @Public()
  @ApiOperation({ summary: 'Sign in with the built-in issuer' })
  @ApiAnswer(200, TokenView)
  signIn(@Body() input: SignInInput): Promise<TokenView> {
    return this.identity.signIn(input);
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
