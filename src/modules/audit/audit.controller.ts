import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../kernel/principal.js';
import { ApiPage } from '../../platform/api/api-answer.js';
import { PageQuery } from '../../platform/api/page-query.js';
import type { Page } from '../../platform/api/paging.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { AuditQuery } from './audit.query.js';
import { AuditService } from './audit.service.js';
import { AuditEntryView, DailySealView } from './audit.view.js';

@ApiTags('audit')
@ApiBearerAuth()
@Controller('v1/audit')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @Get()
  @Allow('audit.read')
  @ApiOperation({ summary: 'What happened beside the cases: logins, refusals, looks at specific data, changes; the newest first' })
  @ApiPage(AuditEntryView)
  list(@CurrentPrincipal() principal: Principal, @Query() query: AuditQuery): Promise<Page<AuditEntryView>> {
    return this.audit.list(principal, query);
  }

  @Get('seals')
  @Allow('audit.read')
  @ApiOperation({ summary: 'The seals of all days, the newest first' })
  @ApiPage(DailySealView)
  seals(@CurrentPrincipal() principal: Principal, @Query() query: PageQuery): Promise<Page<DailySealView>> {
    return this.audit.seals(principal, query);
  }
}
