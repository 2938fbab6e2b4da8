import { Module } from '@nestjs/common';
import { OwnAccesses } from './own-accesses.js';
import { PrivacyController } from './privacy.controller.js';
import { PrivacyResolver } from './privacy.resolver.js';
import { PrivacyService } from './privacy.service.js';

@Module({ controllers: [PrivacyController], providers: [PrivacyService, OwnAccesses, PrivacyResolver] })
export class PrivacyModule {}
