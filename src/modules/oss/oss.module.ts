import { BullModule } from '@nestjs/bullmq';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Config } from '../../platform/config/config.js';
import { OssGateway } from './client/oss-gateway.js';
import { FileKeeper } from './files/file-keeper.js';
import { FileNotices } from './files/file-notices.js';
import { OssFilesJob } from './files/oss-files-job.js';
import { SignedFileRow } from './files/signed-file.entity.js';
import { SignedFilesService } from './files/signed-files.service.js';
import { EntryLook } from './inbound/entry-look.js';
import { FileIntake } from './inbound/file-intake.js';
import { OssInboxJob } from './inbound/oss-inbox-job.js';
import { LicenceLinks } from './inbound/licence-links.js';
import { LicenceStore } from './inbound/licence-store.js';
import { NibIntake } from './inbound/nib-intake.js';
import { OssCallbacksController } from './inbound/oss-callbacks.controller.js';
import { OssCallbacks } from './inbound/oss-callbacks.js';
import { OssInbox } from './inbound/oss-inbox.js';
import { JoinRequests } from './joins/join-requests.js';
import { JoinsController } from './joins/joins.controller.js';
import { JoinsResolver } from './joins/joins.resolver.js';
import { JoinsService } from './joins/joins.service.js';
import { LicenceMatches } from './joins/licence-matches.js';
import { UncheckedLicences } from './joins/unchecked-licences.js';
import { JournalController } from './journal/journal.controller.js';
import { JournalResolver } from './journal/journal.resolver.js';
import { JournalService } from './journal/journal.service.js';
import { OssJournal } from './journal/oss-journal.js';
import { RefusedCalls } from './journal/refused-calls.js';
import { Replay } from './journal/replay.js';
import { OssAgencies } from './oss-agencies.js';
import { OssCallRow } from './oss-call.entity.js';
import { OssInboxRow } from './oss-inbox.entity.js';
import { OssLicenceRow } from './oss-licence.entity.js';
import { OssMessageRow } from './oss-message.entity.js';
import { OssRecordRow } from './oss-record.entity.js';
import { OssRecords } from './oss-records.js';
import { OssRecordsController } from './oss-records.controller.js';
import { OssRecordsResolver } from './oss-records.resolver.js';
import { OssRecordsService } from './oss-records.service.js';
import { OssStateController } from './oss-state.controller.js';
import { OssStateResolver } from './oss-state.resolver.js';
import { OssStateService } from './oss-state.service.js';
import { OssWork } from './oss-work.js';
import { OssDeliveries } from './outbound/oss-deliveries.js';
import { OssOutboxHandler } from './outbound/oss-outbox-handler.js';
import { OSS_QUEUE, OssQueue } from './outbound/oss-queue.js';
import { OssProcessor } from './outbound/oss.processor.js';
import { Sender } from './outbound/sender.js';
import { Settlement } from './outbound/settlement.js';
import { OssReconcileJob } from './reconcile/oss-reconcile-job.js';
import { Reconciler } from './reconcile/reconciler.js';
import { RemoteStatusApplier } from './reconcile/apply-remote-status.js';
import { OssNames } from './references/oss-names.js';
import { ReferenceRow, ReferenceTableRow } from './references/reference.entity.js';
import { OssReferencesJob } from './references/oss-references-job.js';
import { ReferencesController } from './references/references.controller.js';
import { ReferencesResolver } from './references/references.resolver.js';
import { ReferencesService } from './references/references.service.js';
import { EncryptLegacyRows } from './encrypt-legacy-rows.js';

const ROWS = [ReferenceTableRow, ReferenceRow, SignedFileRow, OssRecordRow, OssLicenceRow, OssMessageRow, OssInboxRow, OssCallRow];
const DOORS = [OssRecordsController, OssCallbacksController, JournalController, OssStateController, ReferencesController, JoinsController];
const ALWAYS = [
  EncryptLegacyRows,
  OssRecords,
  OssRecordsService,
  OssRecordsResolver,
  OssAgencies,
  OssGateway,
  OssJournal,
  RefusedCalls,
  OssInbox,
  OssCallbacks,
  OssWork,
  JoinRequests,
  JoinsService,
  JoinsResolver,
  LicenceStore,
  OssNames,
  ReferencesService,
  ReferencesResolver,
  OssStateService,
  SignedFilesService,
  OssStateResolver,
  JournalService,
  JournalResolver,
  Replay,
];
/** What only a process that works does: the rest leaves rows. */
const AT_WORK = [
  OssQueue,
  OssOutboxHandler,
  OssProcessor,
  OssDeliveries,
  Sender,
  Settlement,
  OssInboxJob,
  NibIntake,
  FileIntake,
  FileNotices,
  FileKeeper,
  OssFilesJob,
  EntryLook,
  LicenceLinks,
  LicenceMatches,
  UncheckedLicences,
  OssReferencesJob,
  OssReconcileJob,
  Reconciler,
  RemoteStatusApplier,
];

/** The national licensing system: what it sends, what it is told, and whether both agree. */
@Global()
@Module({})
export class OssModule {
  static with(config: Config): DynamicModule {
    const works = config.role.includes('worker');
    return {
      module: OssModule,
      imports: [TypeOrmModule.forFeature(ROWS), ...(works ? [BullModule.registerQueue({ name: OSS_QUEUE })] : [])],
      controllers: DOORS,
      providers: [...ALWAYS, ...(works ? AT_WORK : [])],
      exports: [OssInbox, OssRecords, OssWork],
    };
  }
}
