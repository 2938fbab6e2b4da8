import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppModule } from './app.module.js';
import { SystemClock, type Clock } from './kernel/clock.js';
import { newId } from './kernel/ids.js';
import { IdentityService } from './modules/identity/identity.service.js';
import { refuseDeepBody } from './platform/api/body-depth.js';
import { openApiDocument } from './platform/api/openapi.js';
import { ProblemFilter } from './platform/api/problem.filter.js';
import { serveGraphiql } from './platform/graphql/graphiql.js';
import type { ServiceConfig } from './platform/platform.module.js';
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
    forceCloseConnections: 'idle',
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(config, clock), adapter, { logger: logger(config), abortOnError: false });
  try {
    await app.get(DefinitionRegistry).load();
    await app.get(IdentityService).prepareDemoUsers();
    await protect(app, config);
    SwaggerModule.setup('docs', app, () => openApiDocument(app), { jsonDocumentUrl: 'docs/openapi.json', swaggerOptions: { persistAuthorization: true } });
    serveGraphiql(app);
    await app.init();
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

const LEVELS: readonly LogLevel[] = ['fatal', 'error', 'warn', 'log', 'debug', 'verbose'];

function logger(config: ServiceConfig): ConsoleLogger | false {
  if (config.logLevel === 'silent') return false;
  const last = { fatal: 0, error: 1, warn: 2, info: 3, debug: 4, trace: 5 }[config.logLevel];
  const json = process.env['NODE_ENV'] === 'production';
  return new QuietLogger({ logLevels: LEVELS.slice(0, last + 1), json, colors: !json && process.stdout.isTTY });
}

/** Nest tells of every module and route as it starts: of use only when something is looked for. */
const STARTING = new Set(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestApplication', 'GraphQLModule']);

class QuietLogger extends ConsoleLogger {
  override log(message: unknown, ...rest: unknown[]): void {
    const context = rest.at(-1);
    if (typeof context === 'string' && STARTING.has(context)) return super.debug(message, context);
    super.log(message, ...(rest as [string]));
  }
}
