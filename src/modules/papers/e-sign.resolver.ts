import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import type { Principal } from '../../kernel/principal.js';
import { IdPipe } from '../../platform/api/validation.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { ESignInput } from './e-sign.input.js';
import { ESignService } from './e-sign.service.js';
import { ESignatureView } from './e-signature.view.js';

@Resolver(() => ESignatureView)
export class ESignResolver {
  constructor(private readonly signing: ESignService) {}

  @Mutation(() => ESignatureView, { name: 'signLetterElectronically', description: 'Sign a final letter at the signing service.' })
  @Allow('letters.e-sign')
  sign(
    @CurrentPrincipal() principal: Principal,
    @Args('letter', { type: () => ID, description: 'Id of the letter.' }, IdPipe) letter: string,
    @Args('input', { description: 'What the official types in.' }) input: ESignInput,
  ): Promise<ESignatureView> {
    return this.signing.sign(principal, letter, input);
  }
}
