import { Controller, Get, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../kernel/principal.js';
import { ApiAnswer } from '../../platform/api/api-answer.js';
import { IdPipe } from '../../platform/api/validation.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { OssRecordView } from './oss-record.view.js';
import { OssRecordsService } from './oss-records.service.js';

@ApiTags('papers')
@ApiBearerAuth()
@Controller('v1/oss-records')
export class OssRecordsController {
  constructor(private readonly records: OssRecordsService) {}

  @Get(':id')
  @Allow('papers.read')
  @ApiOperation({ summary: 'What was done in OSS' })
  @ApiAnswer(200, OssRecordView)
  one(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<OssRecordView> {
    return this.records.one(principal, id);
  }
}
