import { createParamDecorator, Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Principal } from '../../kernel/principal.js';
import { requestOf } from '../api/request-context.js';
import { RefusalLog } from '../audit/refusal-log.js';
import { whatOf } from '../audit/refusal.interceptor.js';
import { permitted, type Action } from './permissions.js';
import { notAllowed, signInNeeded } from './auth-refusals.js';
import { StandIns } from './stand-ins.js';
import { Tokens } from './tokens.js';

const ALLOW = 'terbit:allow';

/** What a route or field is for; who may do that stands in the permission table. Nothing is reachable without it. */
export const Allow = (action: Action) => SetMetadata(ALLOW, action);

/** Reachable without signing in. */
export const Public = () => SetMetadata(ALLOW, 'public');

/** Who sent the request. */
export const CurrentPrincipal = createParamDecorator((_: unknown, context: ExecutionContext): Principal => requestOf(context).principal!);

/** The one guard of both doors: who is it, and may they. */
@Injectable()
export class PermissionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: Tokens,
    private readonly standIns: StandIns,
    private readonly refusals: RefusalLog,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const action = this.reflector.getAllAndOverride<Action | 'public' | undefined>(ALLOW, [context.getHandler(), context.getClass()]);
    if (action === 'public') return true;
    const request = requestOf(context);
    request.principal ??= await this.standIns.extend(await this.tokens.verify(bearer(request.headers.authorization)));
    if (action && permitted(request.principal, action)) return true;
    const refused = notAllowed();
    await this.refusals.note(request.principal, refused.code, action ?? whatOf(context));
    throw refused;
  }
}

function bearer(header: string | undefined): string {
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(header ?? '')?.[1];
  if (!token) throw signInNeeded();
  return token;
}
