import { Module } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { AuditController } from './audit.controller.js';
import { AuditResolver } from './audit.resolver.js';
import { AuditService } from './audit.service.js';
import { InspectionController } from './inspection.controller.js';
import { InspectionResolver } from './inspection.resolver.js';
import { InspectionService, NEW_SEED } from './inspection.service.js';

const SEED_BYTES = 16;

@Module({
  controllers: [AuditController, InspectionController],
  providers: [
    AuditService,
    AuditResolver,
    InspectionService,
    InspectionResolver,
    { provide: NEW_SEED, useValue: () => randomBytes(SEED_BYTES).toString('hex') },
  ],
})
export class AuditModule {}
