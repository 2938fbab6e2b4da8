import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Refusal } from '../../kernel/refusal.js';
import { problemOf } from '../api/problem.js';
import { languageOf } from '../api/request-context.js';
import { DocumentBounds } from './document-bounds.js';
import type { QueryLimits } from './query-limits.js';

const PATH = '/graphql';

/** Looks at every document that comes over HTTP before Apollo does; refuses in the form that clients of GraphQL read. */
export function guardDocuments(app: NestFastifyApplication, limits: QueryLimits): void {
  const bounds = new DocumentBounds(limits);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('preHandler', (request, reply, done) => {
      if (request.routeOptions.url !== PATH) return done();
      const { query } = (request.method === 'GET' ? request.query : (request.body ?? {})) as { query?: unknown };
      try {
        if (typeof query === 'string') bounds.check(query);
        done();
      } catch (error) {
        if (!(error instanceof Refusal)) return done(error as Error);
        const problem = problemOf(error, languageOf(request.headers));
        void reply.status(problem.status).send({ errors: [{ message: problem.detail, extensions: problem }] });
      }
    });
}
