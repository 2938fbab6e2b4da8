import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLResolveInfo } from 'graphql';
import type { Principal } from '../../kernel/principal.js';

/** A request with who sent it, once the guard has found out. */
export type ApiRequest = FastifyRequest & { principal?: Principal; session?: string | undefined; token?: string; secondFactor?: boolean };

/** The HTTP request behind either door. */
export function requestOf(context: ExecutionContext): ApiRequest {
  if (context.getType<'http' | 'graphql'>() === 'graphql') {
    return GqlExecutionContext.create(context).getContext<{ req: ApiRequest }>().req;
  }
  return context.switchToHttp().getRequest<ApiRequest>();
}

/** Name under which the answer of a GraphQL field goes back; undefined for REST. */
export function fieldOf(context: ExecutionContext): string | undefined {
  if (context.getType<'http' | 'graphql'>() !== 'graphql') return undefined;
  return String(GqlExecutionContext.create(context).getInfo<GraphQLResolveInfo>().path.key);
}

export function replyOf(context: ExecutionContext): FastifyReply {
  return context.switchToHttp().getResponse<FastifyReply>();
}

export type Language = 'id' | 'en';

/** Indonesian, unless the client prefers English over it. */
export function languageOf(headers: { readonly 'accept-language'?: string }): Language {
  let best: Language = 'id';
  let weight = 0;
  for (const part of (headers['accept-language'] ?? '').slice(0, 200).split(',')) {
    const [tag = '', ...params] = part.trim().toLowerCase().split(';');
    const language = tag.split('-')[0];
    if (language !== 'id' && language !== 'en') continue;
    const quality = params.map((param) => /^\s*q=([\d.]+)$/.exec(param)?.[1]).find((value) => value !== undefined);
    const q = quality === undefined ? 1 : Number(quality);
    if (q > weight) [best, weight] = [language, q];
  }
  return best;
}

/** The language that the reader prefers, for both doors. */
export const ReaderLanguage = createParamDecorator((_: unknown, context: ExecutionContext): Language =>
  languageOf(requestOf(context).headers),
);
