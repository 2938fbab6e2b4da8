import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../../kernel/principal.js';
import { ApiAnswer } from '../../../platform/api/api-answer.js';
import { IdPipe } from '../../../platform/api/validation.js';
import { Allow, CurrentPrincipal } from '../../../platform/auth/guard.js';
import { Caller, type CallerAddress } from '../../../platform/rate/caller.js';
import { BeginSecondFactorInput, ConfirmSecondFactorInput, DisableSecondFactorInput, StepUpInput } from './second-factor.input.js';
import { SecondFactorService } from './second-factor.service.js';
import { RecoveryCodesView, SecondFactorSecretView, SecondFactorView, StepUpView } from './second-factor.view.js';
import { StepUpService } from './step-up.service.js';

@ApiTags('identity')
@ApiBearerAuth()
@Controller('v1')
export class SecondFactorController {
  constructor(
    private readonly factors: SecondFactorService,
    private readonly stepUps: StepUpService,
  ) {}

  @Get('me/second-factor')
  @Allow('second-factor.own')
  @ApiOperation({ summary: 'Whether I have a second factor, and whether I need one' })
  @ApiAnswer(200, SecondFactorView)
  state(@CurrentPrincipal() principal: Principal): Promise<SecondFactorView> {
    return this.factors.state(principal);
  }

  @Post('me/second-factor')
  @Allow('second-factor.own')
  @ApiOperation({ summary: 'Begin to enrol a second factor' })
  @ApiAnswer(201, SecondFactorSecretView)
  begin(
    @CurrentPrincipal() principal: Principal,
    @Body() { password }: BeginSecondFactorInput,
    @Caller() caller: CallerAddress,
  ): Promise<SecondFactorSecretView> {
    return this.factors.begin(principal, password, caller);
  }

  @Post('me/second-factor/confirm')
  @HttpCode(200)
  @Allow('second-factor.own')
  @ApiOperation({ summary: 'Confirm it by its first code; answers with recovery codes' })
  @ApiAnswer(200, RecoveryCodesView)
  confirm(
    @CurrentPrincipal() principal: Principal,
    @Body() input: ConfirmSecondFactorInput,
    @Caller() caller: CallerAddress,
  ): Promise<RecoveryCodesView> {
    return this.factors.confirm(principal, input, caller);
  }

  @Post('me/second-factor/disable')
  @HttpCode(200)
  @Allow('second-factor.own')
  @ApiOperation({ summary: 'Take my second factor away, by password and code' })
  @ApiAnswer(200, SecondFactorView)
  disable(
    @CurrentPrincipal() principal: Principal,
    @Body() input: DisableSecondFactorInput,
    @Caller() caller: CallerAddress,
  ): Promise<SecondFactorView> {
    return this.factors.disable(principal, input, caller);
  }

  @Post('staff/:id/second-factor/disable')
  @HttpCode(200)
  @Allow('staff.manage')
  @ApiOperation({ summary: 'Take the second factor of somebody else away, such as after a lost device' })
  @ApiAnswer(200, SecondFactorView)
  remove(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<SecondFactorView> {
    return this.factors.remove(principal, id);
  }

  @Post('auth/step-up')
  @HttpCode(200)
  @Allow('sessions.step-up')
  @ApiOperation({ summary: 'Authenticate anew in this session, before signing and administration' })
  @ApiAnswer(200, StepUpView)
  stepUp(@CurrentPrincipal() principal: Principal, @Body() input: StepUpInput, @Caller() caller: CallerAddress): Promise<StepUpView> {
    return this.stepUps.renew(principal, input, caller);
  }
}
