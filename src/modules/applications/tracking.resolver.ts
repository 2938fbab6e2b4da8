import { Context, Query, Resolver } from '@nestjs/graphql';
import { Caller, type CallerAddress } from '../../platform/rate/caller.js';
import { Public } from '../../platform/auth/guard.js';
import { TextArg } from '../../platform/graphql/args.js';
import { perRequestLimit } from '../../platform/graphql/per-request-limit.js';
import type { GraphqlContext } from '../../platform/graphql/problem.plugin.js';
import { TrackingService } from './tracking.service.js';
import { TrackingView } from './tracking.view.js';

@Resolver(() => TrackingView)
export class TrackingResolver {
  constructor(private readonly service: TrackingService) {}

  @Query(() => TrackingView, { description: 'Where is my file? With the number and code of the receipt, without signing in.' })
  @Public()
  async tracking(
    @TextArg('receiptNumber', 'Number of the receipt.') receiptNumber: string,
    @TextArg('code', 'Tracking code, as on the receipt.') code: string,
    @Context() { req }: GraphqlContext,
    @Caller() caller: CallerAddress,
  ): Promise<TrackingView> {
    perRequestLimit(req, 'tracking');
    return this.service.find(receiptNumber.slice(0, 100), code.slice(0, 100), caller);
  }
}
