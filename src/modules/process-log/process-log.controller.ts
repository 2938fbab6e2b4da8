import { Controller, Get, Query, StreamableFile, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../kernel/principal.js';
import { ApiAnswer, ApiFile } from '../../platform/api/api-answer.js';
import { OneExport } from '../../platform/api/one-export.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { OcelView } from './ocel.view.js';
import { ProcessLogQuery } from './process-log.query.js';
import { ProcessLogService } from './process-log.service.js';

@ApiTags('reports')
@ApiBearerAuth()
@Controller('v1/reports')
export class ProcessLogController {
  constructor(private readonly log: ProcessLogService) {}

  @Get('process-log.ocel.json')
  @UseInterceptors(OneExport)
  @Allow('reports.read')
  @ApiOperation({ summary: 'The event log as OCEL 2.0, for process-mining tools; without personal data' })
  @ApiAnswer(200, OcelView)
  ocel(@CurrentPrincipal() principal: Principal, @Query() query: ProcessLogQuery): StreamableFile {
    const disposition = 'attachment; filename="process-log.ocel.json"';
    return new StreamableFile(this.log.ocel(principal, query), { type: 'application/json; charset=utf-8', disposition });
  }

  @Get('process-log.xes')
  @UseInterceptors(OneExport)
  @Allow('reports.read')
  @ApiOperation({ summary: 'The same as XES (IEEE 1849): a trace per application' })
  @ApiFile('application/xml')
  xes(@CurrentPrincipal() principal: Principal, @Query() query: ProcessLogQuery): StreamableFile {
    const disposition = 'attachment; filename="process-log.xes"';
    return new StreamableFile(this.log.xes(principal, query), { type: 'application/xml; charset=utf-8', disposition });
  }
}
