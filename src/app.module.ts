import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Module, type DynamicModule } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import type { Clock } from './kernel/clock.js';
import { ActivitiesModule } from './modules/activities.module.js';
import { ApplicationsModule } from './modules/applications/applications.module.js';
import { AuditModule } from './modules/audit/audit.module.js';
import { CalendarModule } from './modules/calendar/calendar.module.js';
import { CatalogueModule } from './modules/catalogue/catalogue.module.js';
import { DispositionsModule } from './modules/dispositions/dispositions.module.js';
import { ExportsModule } from './modules/exports/exports.module.js';
import { IdentityModule } from './modules/identity/identity.module.js';
import { LettersModule } from './modules/letters/letters.module.js';
import { NotificationsModule } from './modules/notifications/notifications.module.js';
import { OssModule } from './modules/oss/oss.module.js';
import { PapersModule } from './modules/papers/papers.module.js';
import { ProcessLogModule } from './modules/process-log/process-log.module.js';
import { PrivacyModule } from './modules/privacy/privacy.module.js';
import { RecommendationsModule } from './modules/recommendations/recommendations.module.js';
import { ReportsModule } from './modules/reports/reports.module.js';
import { TasksModule } from './modules/tasks/tasks.module.js';
import { MOST_TOKENS } from './platform/graphql/document-bounds.js';
import { limitsOf } from './platform/graphql/limits-of.js';
import { noSubscriptions } from './platform/graphql/live.js';
import { PersistedQueries, persistedOnly, readPersistedOperations, rememberPersisted } from './platform/graphql/persisted.js';
import { problemPlugin } from './platform/graphql/problem.plugin.js';
import { queryLimits } from './platform/graphql/query-limits.js';
import { PlatformModule, type ServiceConfig } from './platform/platform.module.js';
import { WorkflowModule } from './workflow/workflow.module.js';

const OFFICE = [
  IdentityModule,
  CatalogueModule,
  ApplicationsModule,
  TasksModule,
  DispositionsModule,
  RecommendationsModule,
  LettersModule,
  CalendarModule,
  AuditModule,
  ProcessLogModule,
  ExportsModule,
  PrivacyModule,
];

/** The only place that knows every module. */
@Module({})
export class AppModule {
  static with(config: ServiceConfig, clock: Clock): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.with(config, clock),
        WorkflowModule.with(config.sopDir),
        ActivitiesModule,
        ...OFFICE,
        OssModule.with(config),
        PapersModule.with(config),
        NotificationsModule.with(config),
        ReportsModule.with(config),
        graphql(config),
      ],
    };
  }
}

function graphql(config: ServiceConfig): DynamicModule {
  const listed = config.graphqlPersistedOnly === undefined ? undefined : readPersistedOperations(config.graphqlPersistedOnly);
  const queries = new PersistedQueries(listed);
  return GraphQLModule.forRoot<ApolloDriverConfig>({
    driver: ApolloDriver,
    path: '/graphql',
    autoSchemaFile: true,
    sortSchema: true,
    introspection: config.graphqlIntrospection,
    allowBatchedHttpRequests: false,
    graphiql: false,
    playground: false,
    persistedQueries: { cache: queries },
    includeStacktraceInErrorResponses: false,
    parseOptions: { maxTokens: MOST_TOKENS },
    validationRules: [...(listed ? [persistedOnly(listed)] : []), noSubscriptions, queryLimits(limitsOf(config))],
    plugins: [problemPlugin, rememberPersisted(queries)],
    context: (req: unknown, reply: unknown) => ({ req, reply }),
  });
}
