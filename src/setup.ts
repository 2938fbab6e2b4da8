import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { AppModule } from './app.module.js';
import { SystemClock, type Clock } from './kernel/clock.js';
import { StaffingCheck } from './modules/identity/staffing-check.js';
import { FirstUsers } from './modules/identity/first-users.js';
import { readOssExactly, speakOss } from './modules/oss/inbound/speak-oss.js';
import { answerClientError } from './platform/api/client-error.js';
import { KnownRoutes } from './platform/api/known-routes.js';
import { openApiDocument } from './platform/api/openapi.js';
import { ProblemFilter } from './platform/api/problem.filter.js';
import { protect } from './platform/api/protect.js';
import { requestId } from './platform/api/request-id.js';
import { ServiceSecrets } from './platform/crypto/service-secrets.js';
import { NO_AGENCY } from './platform/audit/audit.js';
import { Vault } from './platform/crypto/vault.js';
import { guardDocuments } from './platform/graphql/guard-documents.js';
import { Adoption } from './platform/evidence/adoption.js';
import { serveGraphiql } from './platform/graphql/graphiql.js';
import { limitsOf } from './platform/graphql/limits-of.js';
import { serveSubscriptions } from './platform/graphql/live.js';
import { persistedOnly, readPersistedOperations } from './platform/graphql/persisted.js';
import { logger } from './platform/observability/logger.js';
import type { ServiceConfig } from './platform/platform.module.js';
import { RemoteSigner } from './platform/signing/remote-signer.js';
import { SigningIdentities } from './platform/signing/signing-identities.js';
import { Calendars } from './workflow/calendars.js';
import { DefinitionRegistry } from './workflow/definition-registry.js';

/** The whole service on a migrated database, ready to listen. Throws SopProblems when the definitions are not in order. */
export async function createService(config: ServiceConfig, clock: Clock = new SystemClock()): Promise<NestFastifyApplication> {
  const filter = new ProblemFilter();
  const adapter = new FastifyAdapter({
    bodyLimit: config.bodyLimitBytes,
    requestTimeout: config.requestTimeoutMs,
    routerOptions: { maxParamLength: 300 },
    trustProxy: config.trustedProxies.length > 0 && [...config.trustedProxies],
    genReqId: ({ headers }: IncomingMessage) => requestId(headers, clock.now()),
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => filter.answer(error, request, reply),
    clientErrorHandler: answerClientError,
    forceCloseConnections: 'idle',
  });
  new KnownRoutes(adapter.getInstance());
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(config, clock), adapter, {
    logger: logger(config.logLevel),
    abortOnError: false,
  });
  try {
    const registry = app.get(DefinitionRegistry);
    registry.read();
    const agencies = [...registry.agencies().map(({ code }) => code), NO_AGENCY];
    await app.get(Vault).open(agencies);
    await app.get(Adoption).begin(agencies);
    await registry.load();
    await app.get(ServiceSecrets).open();
    await app.get(Calendars).load();
    await app.get(SigningIdentities).open(app.get(DefinitionRegistry).agencies());
    app.get(RemoteSigner).open();
    await app.get(FirstUsers).prepare();
    await app.get(StaffingCheck).warn();
    await protect(app, config);
    SwaggerModule.setup('docs', app, () => openApiDocument(app), {
      jsonDocumentUrl: 'docs/openapi.json',
      swaggerOptions: { persistAuthorization: true },
    });
    serveGraphiql(app);
    guardDocuments(app, limitsOf(config));
    if (config.role.includes('api')) {
      readOssExactly(app);
      speakOss(app);
    }
    await app.init();
    takeJsonAlone(app);
    if (config.role.includes('api')) {
      const { graphqlPersistedOnly: list } = config;
      serveSubscriptions(app, limitsOf(config), list === undefined ? [] : [persistedOnly(readPersistedOperations(list))]);
    }
    await app.getHttpAdapter().getInstance().ready();
    return app;
  } catch (error) {
    await app.close();
    throw error;
  }
}

/** Fastify reads a plain text and Nest a web form as a body too: neither is in the contract, and every input would have to expect them. */
function takeJsonAlone(app: NestFastifyApplication): void {
  app.getHttpAdapter().getInstance().removeContentTypeParser(['text/plain', 'application/x-www-form-urlencoded']);
}
