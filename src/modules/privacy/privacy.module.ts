import { Module } from '@nestjs/common';
import { PrivacyController } from './privacy.controller.js';
import { PrivacyResolver } from './privacy.resolver.js';
import { PrivacyService } from './privacy.service.js';

@Module({ controllers: [PrivacyController], providers: [PrivacyService, PrivacyResolver] })
export class PrivacyModule {}
