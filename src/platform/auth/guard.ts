import { applyDecorators, createParamDecorator, Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Extensions, GqlExecutionContext } from '@nestjs/graphql';
import { ApiExtension } from '@nestjs/swagger';
import { OperationTypeNode, type GraphQLResolveInfo } from 'graphql';
import type { Principal } from '../../kernel/principal.js';
import { Refusal } from '../../kernel/refusal.js';
import { requestOf, type ApiRequest } from '../api/request-context.js';
import { RefusalLog } from '../audit/refusal-log.js';
import { whatOf } from '../audit/refusal.interceptor.js';
import { permitted, type Action } from './permissions.js';
import type { Access } from './access.js';
import { notAllowed, secondFactorNeeded, sessionEnded, signInNeeded } from './auth-refusals.js';
import { EndedSessions } from './ended-sessions.js';
import { SecondFactorRule } from './second-factor-rule.js';
import { StandIns } from './stand-ins.js';
import { StepUp } from './step-up.js';
import { Tokens } from './tokens.js';

export const ALLOW = 'terbit:allow';
const PUBLIC = 'public';

/** What a route or field is for; who may do that stands in the permission table. Nothing is reachable without it. */
export const Allow = (action: Action) => applyDecorators(SetMetadata(ALLOW, action), told(action));

/** Reachable without signing in. */
export const Public = () => applyDecorators(SetMetadata(ALLOW, PUBLIC), told(PUBLIC));

/** Whether a handler is reachable without signing in. */
export function isPublic(reflector: Reflector, places: Parameters<Reflector['getAllAndOverride']>[1]): boolean {
  return reflector.getAllAndOverride<Action | typeof PUBLIC | undefined>(ALLOW, places) === PUBLIC;
}

/** The rule stands in both contracts as well: front ends know what to offer, and a test that nothing was left out. */
function told(action: Action | typeof PUBLIC): MethodDecorator {
  return applyDecorators(ApiExtension('x-permission', action), Extensions({ permission: action }));
}

/** Who sent the request. */
export const CurrentPrincipal = createParamDecorator((_: unknown, context: ExecutionContext): Principal => requestOf(context).principal!);

/** Who sent the request and by which token, for what goes on after the request. */
export const CurrentAccess = createParamDecorator((_: unknown, context: ExecutionContext): Access => {
  const { token, principal } = requestOf(context);
  return { token: token!, principal: principal! };
});

/** The one guard of both doors: who is it, and may they. */
@Injectable()
export class PermissionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: Tokens,
    private readonly standIns: StandIns,
    private readonly ended: EndedSessions,
    private readonly refusals: RefusalLog,
    private readonly factors: SecondFactorRule,
    private readonly stepUp: StepUp,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const action = this.reflector.getAllAndOverride<Action | typeof PUBLIC | undefined>(ALLOW, [context.getHandler(), context.getClass()]);
    if (action === PUBLIC) return true;
    const request = requestOf(context);
    if (!request.principal) await this.recognise(request);
    const principal = request.principal!;
    try {
      if (!action || !permitted(principal, action)) throw notAllowed();
      await this.confirmFactor(request, action);
      if (isCommand(context)) await this.stepUp.confirmAdministration(principal, action);
      return true;
    } catch (error) {
      if (error instanceof Refusal && error.kind === 'forbidden')
        await this.refusals.note(principal, error.code, action ?? whatOf(context));
      throw error;
    }
  }

  /** Without a second factor that is required, nothing is open but enrolling one. */
  private async confirmFactor(request: ApiRequest, action: Action): Promise<void> {
    if (request.secondFactor || this.factors.opens(action) || !this.factors.requiredOf(request.principal!)) return;
    // Enrolled since this token was verified, here or on another node.
    request.secondFactor = (await this.tokens.verifyAgain(request.token!)).secondFactor;
    if (!request.secondFactor) throw secondFactorNeeded();
  }

  private async recognise(request: ApiRequest): Promise<void> {
    const token = bearer(request.headers.authorization);
    const { principal, session, secondFactor } = await this.tokens.verify(token);
    if (session !== undefined && (await this.ended.has(principal.agency, session))) throw sessionEnded();
    // An object of its own: what this request has read is known by it.
    request.principal = { ...(await this.standIns.extend(principal)) };
    request.session = session;
    request.secondFactor = secondFactor;
    request.token = token;
  }
}

/** Whether a request changes something, by either transport. */
function isCommand(context: ExecutionContext): boolean {
  if (context.getType<'http' | 'graphql'>() !== 'graphql') return requestOf(context).method !== 'GET';
  return GqlExecutionContext.create(context).getInfo<GraphQLResolveInfo>().operation.operation === OperationTypeNode.MUTATION;
}

function bearer(header: string | undefined): string {
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(header ?? '')?.[1];
  if (!token) throw signInNeeded();
  return token;
}
