import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from '../config/config.js';
import { refuseDeepBody } from './body-depth.js';
import { routeNotFound } from './problem.js';

/** What a browser sends beside the usual, and what it may read of an answer. */
const CORS = {
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
  allowedHeaders: ['Authorization', 'Content-Type', 'Accept-Language', 'Idempotency-Key', 'If-Match', 'X-Request-Id'],
  exposedHeaders: ['ETag', 'Retry-After', 'X-Request-Id', 'Content-Disposition'],
  maxAge: 600,
};

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
  fastify.addHook('preValidation', (request, _reply, done) => {
    refuseDeepBody(request.body);
    done();
  });
  fastify.addHook('onSend', (request, reply, payload, done) => {
    void reply.header('x-request-id', request.id);
    if (!reply.hasHeader('permissions-policy')) void reply.header('permissions-policy', 'camera=(), geolocation=(), microphone=()');
    // Whoever may read an answer is one person; what stands between must not keep it for others.
    if (holdsData(request.url) && !reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
    done(null, payload);
  });
}

function holdsData(url: string): boolean {
  return url.startsWith('/v1/') || url.startsWith('/graphql');
}

/** A worker answers about its health, and nothing else. */
function onlyHealth(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (request, _reply, done) => done(request.url.startsWith('/health/') ? undefined : routeNotFound()));
}
