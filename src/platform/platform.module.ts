import { Global, Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { Clock } from '../kernel/clock.js';
import { RunningExports } from './api/one-export.js';
import { ProblemFilter } from './api/problem.filter.js';
import { validationPipe } from './api/validation.js';
import { AgencyRoles } from './auth/agency-roles.js';
import { EndedSessions } from './auth/ended-sessions.js';
import { AccessLog } from './audit/access-log.js';
import { Audit } from './audit/audit.js';
import { ReadAuditInterceptor } from './audit/read-audit.interceptor.js';
import { ReadLog } from './audit/read-log.js';
import { RefusalInterceptor } from './audit/refusal.interceptor.js';
import { RefusalLog } from './audit/refusal-log.js';
import { LiteralMasks } from './auth/literal-masks.js';
import { MaskingInterceptor, MaskingPlugin } from './auth/masking.js';
import { PermissionGuard } from './auth/guard.js';
import { StandInRow } from './auth/stand-in.entity.js';
import { SecondFactorRule } from './auth/second-factor-rule.js';
import { SigningGuard } from './auth/signing-guard.js';
import { StreamQuota } from './auth/stream-quota.js';
import { StandIns } from './auth/stand-ins.js';
import { StepUp } from './auth/step-up.js';
import { KnownPeople } from './auth/known-people.js';
import { AccessWatch } from './auth/access-watch.js';
import { LiveSessions } from './auth/live-sessions.js';
import { TokenKeys } from './auth/token-keys.js';
import { Tokens } from './auth/tokens.js';
import { CONFIG, type Config } from './config/config.js';
import { CaseTexts } from './crypto/case-texts.js';
import { ServiceSecrets } from './crypto/service-secrets.js';
import { Vault } from './crypto/vault.js';
import { dataSourceOptions } from './database/data-source.js';
import { Database } from './database/database.js';
import { Adoption } from './evidence/adoption.js';
import { CaseEvidence } from './evidence/case-evidence.js';
import { EvidenceLedger } from './evidence/ledger.js';
import { ReadDatabase } from './database/read-database.js';
import { DocumentRow } from './files/document.entity.js';
import { Documents } from './files/documents.js';
import { BLOB_STORE } from './files/blob-store.js';
import { FILE_FOLDER, FileStore } from './files/file-store.js';
import { SignedLinks } from './files/signed-links.js';
import { Inspector } from './files/inspect/inspector.js';
import { blobStoreOf } from './files/blob-store-of.js';
import { Commands } from './idempotency/commands.js';
import { RememberedAnswers } from './idempotency/remembered-answers.js';
import { HealthController } from './observability/health.controller.js';
import { OutboxRelay } from './outbox/outbox-relay.js';
import { QueueModule } from './queue/queue.module.js';
import { RemoteSigner } from './signing/remote-signer.js';
import { RateGuard } from './rate/limited.js';
import { RateLimits } from './rate/rate-limits.js';
import { CertificateReadiness } from './signing/certificate-readiness.js';
import { CertificateWarnings } from './signing/certificate-warnings.js';
import { SigningIdentities } from './signing/signing-identities.js';
import { TimeStamps } from './signing/time-stamps.js';

/** Settings of a process that knows its database. */
export type ServiceConfig = Config & { readonly databaseUrl: string };

/** Everything that any service of this kind would need, and that knows nothing of permits. */
@Global()
@Module({})
export class PlatformModule {
  static with(config: ServiceConfig, clock: Clock): DynamicModule {
    const shared = [
      { provide: CONFIG, useValue: config },
      { provide: Clock, useValue: clock },
      { provide: Database, inject: [DataSource], useFactory: (source: DataSource) => new Database(source) },
      { provide: FILE_FOLDER, useValue: join(config.dataDir, 'files') },
      AccessWatch,
      StreamQuota,
      RunningExports,
      AgencyRoles,
      EndedSessions,
      { provide: BLOB_STORE, useFactory: () => blobStoreOf(config) },
      Inspector,
      Vault,
      CaseTexts,
      ServiceSecrets,
      EvidenceLedger,
      Adoption,
      CaseEvidence,
      Audit,
      AccessLog,
      RefusalLog,
      ReadLog,
      ReadDatabase,
      TokenKeys,
      Tokens,
      LiveSessions,
      KnownPeople,
      LiteralMasks,
      StandIns,
      SecondFactorRule,
      StepUp,
      SigningGuard,
      Commands,
      RememberedAnswers,
      FileStore,
      Documents,
      SignedLinks,
      OutboxRelay,
      SigningIdentities,
      CertificateReadiness,
      CertificateWarnings,
      TimeStamps,
      RemoteSigner,
      RateLimits,
    ];
    return {
      module: PlatformModule,
      imports: [
        TypeOrmModule.forRoot({
          ...dataSourceOptions(config.databaseUrl, config.databasePool),
          autoLoadEntities: true,
          retryAttempts: 3,
          retryDelay: 500,
        }),
        TypeOrmModule.forFeature([DocumentRow, StandInRow]),
        QueueModule.with(config),
      ],
      controllers: [HealthController],
      providers: [
        ...shared,
        MaskingPlugin,
        { provide: APP_GUARD, useClass: PermissionGuard },
        { provide: APP_GUARD, useClass: RateGuard },
        { provide: APP_INTERCEPTOR, useClass: RefusalInterceptor },
        { provide: APP_INTERCEPTOR, useClass: ReadAuditInterceptor },
        { provide: APP_INTERCEPTOR, useClass: MaskingInterceptor },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useFactory: validationPipe },
      ],
      exports: shared,
    };
  }
}
