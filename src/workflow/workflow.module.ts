import { Global, Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Alarms } from './alarms.js';
import { DailyDigests } from './audit/daily-digests.js';
import { BusinessIdentities } from './business-identities.js';
import { CalendarProposals } from './calendar-proposals.js';
import { Calendars } from './calendars.js';
import { Deadlines } from './deadlines.js';
import { ActivityInputs } from './activity-inputs.js';
import { ApplicationRow } from './application.entity.js';
import { CaseProof } from './case-proof.js';
import { CaseRules } from './case-rules.js';
import { CaseReader } from './case-reader.js';
import { CaseSearch } from './case-search.js';
import { CaseWriter } from './case-writer.js';
import { DefinitionRegistry } from './definition-registry.js';
import { ClearRecords } from './clear-records.js';
import { Duplicates } from './duplicates.js';
import { EndedClaims } from './ended-claims.js';
import { Erasure } from './erasure.js';
import { EventRow } from './event.entity.js';
import { InboxReader } from './inbox-reader.js';
import { NameWords } from './name-words.js';
import { Orphans } from './orphans.js';
import { OwnCases } from './own-cases.js';
import { PaperReader } from './paper-reader.js';
import { RecordSight } from './record-sight.js';
import { Sights } from './sights.js';
import { StatutoryAlarms } from './statutory-alarms.js';
import { SOP_FOLDER } from './sop-folder.js';
import { TaskRow } from './task.entity.js';
import { TrackedCases } from './tracked-cases.js';
import { TrackingCodes } from './tracking-codes.js';
import { WorkflowService } from './workflow.service.js';

const SHARED = [
  Alarms,
  StatutoryAlarms,
  EndedClaims,
  DailyDigests,
  ClearRecords,
  Erasure,
  BusinessIdentities,
  Calendars,
  CalendarProposals,
  Deadlines,
  DefinitionRegistry,
  Duplicates,
  ActivityInputs,
  WorkflowService,
  CaseProof,
  CaseReader,
  CaseRules,
  CaseSearch,
  InboxReader,
  NameWords,
  Orphans,
  OwnCases,
  PaperReader,
  RecordSight,
  Sights,
  TrackedCases,
  TrackingCodes,
];

/** Cases in motion; every module on the floor above uses it. */
@Global()
@Module({})
export class WorkflowModule {
  static with(sopFolder: string): DynamicModule {
    return {
      module: WorkflowModule,
      imports: [TypeOrmModule.forFeature([ApplicationRow, TaskRow, EventRow])],
      providers: [...SHARED, CaseWriter, { provide: SOP_FOLDER, useValue: sopFolder }],
      exports: SHARED,
    };
  }
}
