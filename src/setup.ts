import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppModule } from './app.module.js';
import { SystemClock, type Clock } from './kernel/clock.js';
import { newId } from './kernel/ids.js';
import { IdentityService } from './modules/identity/identity.service.js';
import { answerClientError } from './platform/api/client-error.js';
import { refuseDeepBody } from './platform/api/body-depth.js';
import { openApiDocument } from './platform/api/openapi.js';
import { ProblemFilter } from './platform/api/problem.filter.js';
import { routeNotFound } from './platform/api/problem.js';
import { Vault } from './platform/crypto/vault.js';
import { serveGraphiql } from './platform/graphql/graphiql.js';
import { serveSubscriptions } from './platform/graphql/live.js';
import { logger } from './platform/observability/logger.js';
import type { ServiceConfig } from './platform/platform.module.js';
import { Seals } from './platform/signing/seals.js';
import { Calendars } from './workflow/calendars.js';
import { DefinitionRegistry } from './workflow/definition-registry.js';

/** The whole service on a migrated database, ready to listen. Throws SopProblems when the definitions are not in order. */
export async function createService(config: ServiceConfig, clock: Clock = new SystemClock()): Promise<NestFastifyApplication> {
  const filter = new ProblemFilter();
  const adapter = new FastifyAdapter({
    bodyLimit: config.bodyLimitBytes,
    requestTimeout: config.requestTimeoutMs,
    routerOptions: { maxParamLength: 300 },
    genReqId: () => newId(clock.now()),
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => filter.answer(error, request, reply),
    clientErrorHandler: answerClientError,
    forceCloseConnections: 'idle',
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(config, clock), adapter, {
    logger: logger(config.logLevel),
    abortOnError: false,
  });
  try {
    await app.get(DefinitionRegistry).load();
    await app.get(Vault).open(
      app
        .get(DefinitionRegistry)
        .agencies()
        .map(({ code }) => code),
    );
    await app.get(Calendars).load();
    await app.get(Seals).open(app.get(DefinitionRegistry).agencies());
    await app.get(IdentityService).prepareDemoUsers();
    await protect(app, config);
    SwaggerModule.setup('docs', app, () => openApiDocument(app), {
      jsonDocumentUrl: 'docs/openapi.json',
      swaggerOptions: { persistAuthorization: true },
    });
    serveGraphiql(app);
    await app.init();
    takeJsonAlone(app);
    if (config.role.includes('api')) serveSubscriptions(app, { maxDepth: config.graphqlMaxDepth, maxFields: config.graphqlMaxFields });
    await app.getHttpAdapter().getInstance().ready();
    return app;
  } catch (error) {
    await app.close();
    throw error;
  }
}

async function protect(app: NestFastifyApplication, config: ServiceConfig): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: [`'self'`],
        styleSrc: [`'self'`, `'unsafe-inline'`],
        imgSrc: [`'self'`, 'data:'],
        scriptSrc: [`'self'`],
        workerSrc: [`'self'`, 'blob:'],
        upgradeInsecureRequests: null,
      },
    },
    strictTransportSecurity: false,
  });
  await app.register(multipart);
  if (config.corsOrigins.length > 0) app.enableCors({ origin: [...config.corsOrigins], exposedHeaders: ['ETag'] });
  if (!config.role.includes('api')) onlyHealth(app);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('preValidation', (request, _reply, done) => {
    refuseDeepBody(request.body);
    done();
  });
  fastify.addHook('onSend', (request, reply, payload, done) => {
    void reply.header('x-request-id', request.id);
    done(null, payload);
  });
}

/** A worker answers about its health, and nothing else. */
function onlyHealth(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (request, _reply, done) => done(request.url.startsWith('/health/') ? undefined : routeNotFound()));
}

/** Fastify reads a plain text and Nest a web form as a body too: neither is in the contract, and every input would have to expect them. */
function takeJsonAlone(app: NestFastifyApplication): void {
  app.getHttpAdapter().getInstance().removeContentTypeParser(['text/plain', 'application/x-www-form-urlencoded']);
}
