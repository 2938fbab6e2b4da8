import { Module, type DynamicModule, type Type } from '@nestjs/common';
import type { Config } from '../../platform/config/config.js';
import { ApplicationsRegister } from './kinds/applications-register.js';
import { OpenTasks } from './kinds/open-tasks.js';
import { OssReport } from './kinds/oss-report.js';
import { PermitsRegister } from './kinds/permits-register.js';
import { ReturnsReport } from './kinds/returns.js';
import { SatisfactionReport } from './kinds/satisfaction.js';
import { SlaReport } from './kinds/sla.js';
import { StatutoryReport } from './kinds/statutory-report.js';
import { TechnicalTeamReport } from './kinds/technical-team.js';
import { BottleneckReport, WorkloadReport } from './kinds/waiting.js';
import { FiguresOfTheDay } from './page/figures.js';
import { PageController } from './page/page.controller.js';
import { PageService } from './page/page.service.js';
import { PageSession } from './page/page-session.js';
import { REPORTS, type ReportSource } from './report.js';
import { ReportsController } from './reports.controller.js';
import { ReportsResolver } from './reports.resolver.js';
import { ReportsService } from './reports.service.js';
import { Scopes } from './scopes.js';
import { SurveyController } from './survey/survey.controller.js';
import { SurveyResolver } from './survey/survey.resolver.js';
import { SurveyService } from './survey/survey.service.js';
import { RollupBuilder } from './rollups/rollup-builder.js';
import { RollupStart } from './rollups/rollup-start.js';
import { RollupWriter } from './rollups/rollup-writer.js';

/** Every report: a new one is one class and one line here. */
const KINDS: readonly Type<ReportSource>[] = [
  ApplicationsRegister,
  PermitsRegister,
  SlaReport,
  BottleneckReport,
  WorkloadReport,
  ReturnsReport,
  TechnicalTeamReport,
  OssReport,
  StatutoryReport,
  SatisfactionReport,
];

/** What heads and reporting tools read. It reads the tables of others and writes its own sums; those are kept by processes that work. */
@Module({})
export class ReportsModule {
  static with(config: Config): DynamicModule {
    const keeping = config.role.includes('worker') ? [RollupWriter, RollupStart] : [];
    return {
      module: ReportsModule,
      controllers: [ReportsController, SurveyController, PageController],
      providers: [
        ...KINDS,
        { provide: REPORTS, inject: [...KINDS], useFactory: (...sources: ReportSource[]) => sources },
        OpenTasks,
        Scopes,
        ReportsService,
        ReportsResolver,
        FiguresOfTheDay,
        PageService,
        PageSession,
        SurveyService,
        SurveyResolver,
        RollupBuilder,
        ...keeping,
      ],
    };
  }
}
