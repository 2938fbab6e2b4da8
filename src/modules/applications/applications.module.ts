import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ApplicationDetails } from './application-details.js';
import { ApplicationDetailRelationsResolver, ApplicationRelationsResolver } from './application-relations.resolver.js';
import { ApplicationSearch } from './application-search.js';
import { ApplicationForms } from './application-forms.js';
import { OpenQuota } from './open-quota.js';
import { ApplicationsController } from './applications.controller.js';
import { ApplicationsResolver } from './applications.resolver.js';
import { ApplicationsService } from './applications.service.js';
import { CanonicalForms } from './canonical-forms.js';
import { CaseAnnouncer } from './case-news.js';
import { CaseStream } from './case-stream.js';
import { DocumentCheckRow } from './document-check.entity.js';
import { Consent } from './consent.js';
import { ConsentController } from './consent.controller.js';
import { ConsentResolver } from './consent.resolver.js';
import { DocumentsController } from './documents.controller.js';
import { DocumentsResolver } from './documents.resolver.js';
import { DocumentsService } from './documents.service.js';
import { PapersController } from './papers.controller.js';
import { ReceiptsResolver } from './receipts.resolver.js';
import { ReceiptsService } from './receipts.service.js';
import { ReceiptRow } from './receipt.entity.js';
import { TrackingController } from './tracking.controller.js';
import { TrackingResolver } from './tracking.resolver.js';
import { TrackingService } from './tracking.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([DocumentCheckRow, ReceiptRow])],
  controllers: [ApplicationsController, DocumentsController, PapersController, TrackingController, ConsentController],
  exports: [ApplicationForms],
  providers: [
    ApplicationsService,
    Consent,
    ConsentResolver,
    ApplicationDetails,
    ApplicationSearch,
    ApplicationForms,
    OpenQuota,
    ApplicationsResolver,
    DocumentsResolver,
    DocumentsService,
    ReceiptsService,
    ReceiptsResolver,
    TrackingService,
    TrackingResolver,
    ApplicationRelationsResolver,
    ApplicationDetailRelationsResolver,
    CanonicalForms,
    CaseAnnouncer,
    CaseStream,
  ],
})
export class ApplicationsModule {}
