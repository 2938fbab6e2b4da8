import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from '../config/config.js';
import { REQUEST_BOUNDS, refuseLargeValue } from './json-bounds.js';
import { badRequest, routeNotFound } from './problem.js';

/** What a browser sends beside the usual, and what it may read of an answer. */
const CORS = {
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
  allowedHeaders: ['Authorization', 'Content-Type', 'Accept-Language', 'Idempotency-Key', 'If-Match', 'X-Request-Id'],
  exposedHeaders: ['ETag', 'Retry-After', 'X-Request-Id', 'Content-Disposition'],
  maxAge: 600,
};

/** The longest query string that Node takes could hold thousands of values. */
const QUERY_STRING = { ...REQUEST_BOUNDS, members: 100, items: 100 };

/** What stands around every request: headers, other origins, bodies, and what a worker answers to. */
export async function protect(app: NestFastifyApplication, config: Config): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: [`'self'`],
        styleSrc: [`'self'`, `'unsafe-inline'`],
        imgSrc: [`'self'`, 'data:'],
        scriptSrc: [`'self'`],
        workerSrc: [`'self'`, 'blob:'],
        frameAncestors: [`'none'`],
        upgradeInsecureRequests: null,
      },
    },
    xFrameOptions: { action: 'deny' },
    // Only where people reach the service by TLS: a browser that was told keeps to it for long.
    strictTransportSecurity: config.publicUrl.startsWith('https:') && { maxAge: 31_536_000, includeSubDomains: false },
  });
  await app.register(multipart);
  if (config.corsOrigins.length > 0) app.enableCors({ origin: [...config.corsOrigins], ...CORS });
  if (!config.role.includes('api')) onlyHealth(app);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (request, _reply, done) => {
    // No text that PostgreSQL keeps holds U+0000, so nothing is found by one.
    for (const part of Object.values((request.params ?? {}) as Record<string, unknown>))
      if (typeof part === 'string' && part.includes('\u0000')) return done(badRequest());
    done();
  });
  fastify.addHook('preValidation', (request, _reply, done) => {
    refuseLargeValue(request.query, QUERY_STRING);
    done();
  });
  fastify.addHook('onSend', (request, reply, payload, done) => {
    void reply.header('x-request-id', request.id);
    if (!reply.hasHeader('permissions-policy')) void reply.header('permissions-policy', 'camera=(), geolocation=(), microphone=()');
    // Whoever may read an answer is one person; what stands between must not keep it for others.
    if (holdsData(request.routeOptions.url) && !reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
    done(null, payload);
  });
}

/** By the route that was found, since an address can be written in several ways: everything but the pages of developers. */
function holdsData(route = ''): boolean {
  return !/^\/(docs|graphiql)(\/|-|$)/.test(route);
}

/** A worker answers about its health, and nothing else. */
function onlyHealth(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (request, _reply, done) => done(request.url.startsWith('/health/') ? undefined : routeNotFound()));
}
