import { Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { requestOf } from '../api/request-context.js';
import { isPublic } from '../auth/guard.js';
import { callerAddress } from './caller.js';
import { RateLimits, type Bucket } from './rate-limits.js';

const LIMITED = 'terbit:limited';

/** A route that somebody may only ask so often: by user where they have signed in, by network address otherwise. */
export const Limited = (bucket: Bucket) => SetMetadata(LIMITED, bucket);

/** As often as somebody likes: for those who watch over the service. */
export const Unlimited = () => SetMetadata(LIMITED, null);

/**
 * Runs after the guard that finds out who it is, for every transport. What is reachable without signing in has the limit of strangers
 * where it names no other: nothing of that kind can be left without one. What may be guessed is limited by its service as well.
 */
@Injectable()
export class RateGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly limits: RateLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const places = [context.getHandler(), context.getClass()];
    const named = this.reflector.getAllAndOverride<Bucket | null | undefined>(LIMITED, places);
    const bucket = named === undefined && isPublic(this.reflector, places) ? 'open' : named;
    if (!bucket) return true;
    const { principal, ip } = requestOf(context);
    await this.limits.take(bucket, principal ? `${principal.agency} ${principal.id}` : callerAddress(ip));
    return true;
  }
}
