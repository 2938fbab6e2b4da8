import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { OssRecordRow } from './oss-record.entity.js';
import { OssRecords } from './oss-records.js';
import { OssRecordsController } from './oss-records.controller.js';
import { OssRecordsResolver } from './oss-records.resolver.js';
import { OssRecordsService } from './oss-records.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([OssRecordRow])],
  controllers: [OssRecordsController],
  providers: [OssRecords, OssRecordsService, OssRecordsResolver],
  exports: [OssRecords],
})
export class OssModule {}
