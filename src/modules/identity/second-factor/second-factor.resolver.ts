import { Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Principal } from '../../../kernel/principal.js';
import { Allow, CurrentPrincipal } from '../../../platform/auth/guard.js';
import { IdArg, InputArg } from '../../../platform/graphql/args.js';
import { Caller, type CallerAddress } from '../../../platform/rate/caller.js';
import { BeginSecondFactorInput, ConfirmSecondFactorInput, DisableSecondFactorInput, StepUpInput } from './second-factor.input.js';
import { SecondFactorService } from './second-factor.service.js';
import { RecoveryCodesView, SecondFactorSecretView, SecondFactorView, StepUpView } from './second-factor.view.js';
import { StepUpService } from './step-up.service.js';

@Resolver(() => SecondFactorView)
export class SecondFactorResolver {
  constructor(
    private readonly factors: SecondFactorService,
    private readonly stepUps: StepUpService,
  ) {}

  @Query(() => SecondFactorView, { description: 'Whether the reader has a second factor, and whether they need one.' })
  @Allow('second-factor.own')
  secondFactor(@CurrentPrincipal() principal: Principal): Promise<SecondFactorView> {
    return this.factors.state(principal);
  }

  @Mutation(() => SecondFactorSecretView, { description: 'Begins to enrol a second factor.' })
  @Allow('second-factor.own')
  beginSecondFactor(
    @CurrentPrincipal() principal: Principal,
    @InputArg(BeginSecondFactorInput, 'The password.') { password }: BeginSecondFactorInput,
    @Caller() caller: CallerAddress,
  ): Promise<SecondFactorSecretView> {
    return this.factors.begin(principal, password, caller);
  }

  @Mutation(() => RecoveryCodesView, { description: 'Confirms it by its first code; answers with recovery codes.' })
  @Allow('second-factor.own')
  confirmSecondFactor(
    @CurrentPrincipal() principal: Principal,
    @InputArg(ConfirmSecondFactorInput, 'The first code.') input: ConfirmSecondFactorInput,
    @Caller() caller: CallerAddress,
  ): Promise<RecoveryCodesView> {
    return this.factors.confirm(principal, input, caller);
  }

  @Mutation(() => SecondFactorView, { description: 'Takes the reader’s second factor away, by password and code.' })
  @Allow('second-factor.own')
  disableSecondFactor(
    @CurrentPrincipal() principal: Principal,
    @InputArg(DisableSecondFactorInput, 'Password and code.') input: DisableSecondFactorInput,
    @Caller() caller: CallerAddress,
  ): Promise<SecondFactorView> {
    return this.factors.disable(principal, input, caller);
  }

  @Mutation(() => SecondFactorView, { description: 'Takes the second factor of somebody else away, such as after a lost device.' })
  @Allow('staff.manage')
  disableStaffSecondFactor(
    @CurrentPrincipal() principal: Principal,
    @IdArg('Id of the member of staff.') id: string,
  ): Promise<SecondFactorView> {
    return this.factors.remove(principal, id);
  }

  @Mutation(() => StepUpView, { description: 'Authenticates anew in this session, before signing and administration.' })
  @Allow('sessions.step-up')
  stepUp(
    @CurrentPrincipal() principal: Principal,
    @InputArg(StepUpInput, 'The password, or a code.') input: StepUpInput,
    @Caller() caller: CallerAddress,
  ): Promise<StepUpView> {
    return this.stepUps.renew(principal, input, caller);
  }
}
