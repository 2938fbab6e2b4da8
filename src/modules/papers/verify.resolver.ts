import { Context, Query, Resolver } from '@nestjs/graphql';
import { Caller, type CallerAddress } from '../../platform/rate/caller.js';
import { Public } from '../../platform/auth/guard.js';
import { TextArg } from '../../platform/graphql/args.js';
import { perRequestLimit } from '../../platform/graphql/per-request-limit.js';
import type { GraphqlContext } from '../../platform/graphql/problem.plugin.js';
import { VerifyService } from './verify.service.js';
import { VerificationView } from './verify.view.js';

@Resolver(() => VerificationView)
export class VerifyResolver {
  constructor(private readonly letters: VerifyService) {}

  @Query(() => VerificationView, { description: 'Is this letter genuine? By the code that stands on it, without signing in.' })
  @Public()
  async verification(
    @TextArg('code', 'Code of the letter, as printed beside its QR code.') code: string,
    @Context() { req }: GraphqlContext,
    @Caller() caller: CallerAddress,
  ): Promise<VerificationView> {
    perRequestLimit(req, 'verification');
    return this.letters.byCode(code, caller);
  }
}
