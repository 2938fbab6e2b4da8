import { Module } from '@nestjs/common';
import { ProcessLogController } from './process-log.controller.js';
import { ProcessLogService } from './process-log.service.js';

@Module({ controllers: [ProcessLogController], providers: [ProcessLogService] })
export class ProcessLogModule {}
