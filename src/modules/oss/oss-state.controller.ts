import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../kernel/principal.js';
import { ApiAnswer, ApiPage } from '../../platform/api/api-answer.js';
import { Command, type ApiCommand } from '../../platform/api/command-of.js';
import { PageQuery } from '../../platform/api/page-query.js';
import type { Page } from '../../platform/api/paging.js';
import { IdPipe } from '../../platform/api/validation.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { OssStateService } from './oss-state.service.js';
import { OssLicenceView, OssMessageView, OssStateView } from './oss-state.view.js';
import { ReconcileInput, ReconciliationView } from './reconcile/reconciliation.view.js';

@ApiTags('oss')
@ApiBearerAuth()
@Controller('v1')
export class OssStateController {
  constructor(private readonly states: OssStateService) {}

  @Get('applications/:id/oss')
  @Allow('oss.read')
  @ApiOperation({ summary: 'How a case stands with OSS: its licence, and what OSS was told' })
  @ApiAnswer(200, OssStateView)
  state(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<OssStateView> {
    return this.states.of(principal, id);
  }

  @Post('applications/:id/oss/resend')
  @HttpCode(200)
  @Allow('oss.manage')
  @ApiOperation({ summary: 'Tell OSS the last thing once more; what has arrived already is not told twice' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiAnswer(200, OssMessageView)
  resend(@Command() command: ApiCommand, @Param('id', IdPipe) id: string): Promise<OssMessageView> {
    return this.states.resend(command, id);
  }

  @Get('oss/differences')
  @Allow('oss.read')
  @ApiOperation({ summary: 'Licences on which OSS and this service differ' })
  @ApiPage(OssLicenceView)
  differences(@CurrentPrincipal() principal: Principal, @Query() query: PageQuery): Promise<Page<OssLicenceView>> {
    return this.states.differences(principal, query);
  }

  @Post('oss/reconciliation')
  @HttpCode(200)
  @Allow('oss.manage')
  @ApiOperation({ summary: 'Compare with OSS now, as every night: one application, or all' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiAnswer(200, ReconciliationView)
  reconcile(@Command() command: ApiCommand, @Body() { application }: ReconcileInput): Promise<ReconciliationView> {
    return this.states.reconcile(command, application);
  }
}
