import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../../kernel/refusal.js';
import { codeOf } from '../database/database.js';
import { badRequest, bodyTooLarge, internalError, problemOf, routeNotFound, serviceBusy, unsupportedMediaType } from './problem.js';
import { languageOf } from './request-context.js';

/** Turns whatever was thrown into problem+json; GraphQL gets the same code, status and details as extensions. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Problem');

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType<'http' | 'graphql'>() === 'graphql') throw error;
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** Also Fastify's own error handler: what fails before a route is reached ends here. */
  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const known = asRefusal(error);
    if (!known) this.logger.error({ requestId: request.id, error: describe(error) });
    const problem = problemOf(known ?? internalError(), languageOf(request.headers));
    const status = known ? problem.status : 500;
    if (status === 401) void reply.header('www-authenticate', 'Bearer realm="terbit"');
    if (status === 503) void reply.header('retry-after', '1');
    void reply
      .status(status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .send(JSON.stringify({ ...problem, status, instance: `urn:request:${request.id}` }));
  }
}

/** An error that has an answer of its own; undefined for a bug. */
export function asRefusal(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  const code = codeOf(error);
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return bodyTooLarge();
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return unsupportedMediaType();
  if (code && UNAVAILABLE.has(code)) return serviceBusy();
  // PostgreSQL cannot store U+0000 in text or jsonb; whatever carried it is bad input.
  if (code === '22021' || code === '22P05') return badRequest({ reason: 'U+0000' });
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: number } | null)?.statusCode;
  if (status === 404) return routeNotFound();
  if (status === 413) return bodyTooLarge();
  if (status === 415) return unsupportedMediaType();
  if (status !== undefined && status >= 400 && status < 500) return badRequest({ reason: (error as Error).message.slice(0, 200) });
  return undefined;
}

/** The database is away or the pool is exhausted: not the caller's fault, and over soon. */
const UNAVAILABLE = new Set(['ECONNREFUSED', 'ECONNRESET', '57P01', '57P02', '57P03', '53300', '40001', '40P01']);

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
