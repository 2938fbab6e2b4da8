import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../kernel/principal.js';
import { ApiAnswer } from '../../platform/api/api-answer.js';
import { IdPipe } from '../../platform/api/validation.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { InspectionService } from './inspection.service.js';
import { JournalExportView, SampleView } from './inspection.view.js';
import { SampleQuery } from './sample.query.js';

@ApiTags('audit')
@ApiBearerAuth()
@Controller('v1')
export class InspectionController {
  constructor(private readonly inspection: InspectionService) {}

  @Get('audit/sample')
  @Allow('audit.sample')
  @ApiOperation({ summary: 'A random sample of cases; the same seed draws the same' })
  @ApiAnswer(200, SampleView)
  sample(@CurrentPrincipal() principal: Principal, @Query() query: SampleQuery): Promise<SampleView> {
    return this.inspection.sample(principal, query);
  }

  @Get('applications/:id/journal/export')
  @Allow('journals.export')
  @ApiOperation({ summary: 'The journal of a case with its hashes, signed with the certificate of the agency' })
  @ApiAnswer(200, JournalExportView)
  journal(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<JournalExportView> {
    return this.inspection.journal(principal, id);
  }
}
