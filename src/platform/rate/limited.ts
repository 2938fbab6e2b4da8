import { Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { requestOf } from '../api/request-context.js';
import { RateLimits, type Bucket } from './rate-limits.js';

const LIMITED = 'terbit:limited';

/** A route that somebody may only ask so often: by user where they have signed in, by network address otherwise. */
export const Limited = (bucket: Bucket) => SetMetadata(LIMITED, bucket);

/** Runs after the guard that finds out who it is. */
@Injectable()
export class RateGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly limits: RateLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const bucket = this.reflector.get<Bucket | undefined>(LIMITED, context.getHandler());
    if (!bucket) return true;
    const { principal, ip } = requestOf(context);
    await this.limits.take(bucket, principal ? `${principal.agency} ${principal.id}` : ip);
    return true;
  }
}
