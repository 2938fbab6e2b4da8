import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../../kernel/refusal.js';
import { isUnavailable } from '../database/availability.js';
import { codeOf } from '../database/database.js';
import {
  badRequest,
  bodyEmpty,
  bodyTooLarge,
  internalError,
  jsonInvalid,
  problemOf,
  routeNotFound,
  serviceBusy,
  unsupportedMediaType,
} from './problem.js';
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
    const { retryAfter = 1 } = problem as { retryAfter?: number };
    if (status === 429 || status === 503) void reply.header('retry-after', String(retryAfter));
    void reply
      .status(status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      // A path that cannot be read is refused before any hook has put its headers on.
      .header('x-content-type-options', 'nosniff')
      .header('x-request-id', request.id)
      .send(JSON.stringify({ ...problem, status, instance: `urn:request:${request.id}` }));
  }
}

/** An error that has an answer of its own; undefined for a bug. */
export function asRefusal(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  // Nest wraps what Fastify throws.
  const cause = error instanceof HttpException ? error.cause : error;
  const code = codeOf(cause);
  if (code === 'FST_ERR_CTP_EMPTY_JSON_BODY') return bodyEmpty();
  if (code === 'FST_ERR_CTP_INVALID_JSON_BODY') return jsonInvalid();
  if (isUnavailable(cause)) return serviceBusy();
  // PostgreSQL's class 22: a value that does not fit its column. Bad input, even where no check has caught it.
  if (code && /^22...$/.test(code)) return badRequest();
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: number } | null)?.statusCode;
  if (status === 404) return routeNotFound();
  if (status === 413) return bodyTooLarge();
  if (status === 415) return unsupportedMediaType();
  if (status !== undefined && status >= 400 && status < 500) return badRequest();
  return undefined;
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
