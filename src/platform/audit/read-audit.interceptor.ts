import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { concatMap, type Observable } from 'rxjs';
import { requestOf } from '../api/request-context.js';
import { auditedRead } from './audited.js';
import { ReadLog } from './read-log.js';

/** Which part of what was asked for an entry shows: words of a search may name a person, so they stay out. */
const SHOWN = new Set(
  'view report name book id version year from until service group step status order role scope application kind'.split(' '),
);
const LONGEST = 100;

/** Notes reads of many persons' data, as the table `audited.ts` says, before their answer goes out; a read that cannot be noted fails. */
@Injectable()
export class ReadAuditInterceptor implements NestInterceptor {
  constructor(private readonly log: ReadLog) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const operation = operationOf(context);
    const kind = auditedRead(operation);
    if (!kind) return next.handle();
    return next.handle().pipe(
      concatMap(async (answer: unknown) => {
        // The page for heads finds out only within its handler who it is.
        const { principal } = requestOf(context);
        if (principal) await this.log.note(principal, kind, operation, askedFor(context));
        return answer;
      }),
    );
  }
}

/** The name of an operation in its contract. */
function operationOf(context: ExecutionContext): string {
  if (context.getType<'http' | 'graphql'>() === 'graphql') {
    const { parentType, fieldName } = GqlExecutionContext.create(context).getInfo<GraphQLResolveInfo>();
    return `${parentType.name.toLowerCase()} ${fieldName}`;
  }
  const { method, routeOptions } = requestOf(context);
  return `${method === 'HEAD' ? 'GET' : method} ${(routeOptions.url ?? '').replace(/:(\w+)/g, '{$1}')}`;
}

function askedFor(context: ExecutionContext): Record<string, string> {
  const { params, query } = requestOf(context);
  const asked: object =
    context.getType<'http' | 'graphql'>() === 'graphql'
      ? GqlExecutionContext.create(context).getArgs<Record<string, unknown>>()
      : { ...(query as object), ...(params as object) };
  const shown = Object.entries(asked).filter(([name, value]) => SHOWN.has(name) && ['string', 'number'].includes(typeof value));
  return Object.fromEntries(shown.map(([name, value]) => [name, String(value).slice(0, LONGEST)]));
}
