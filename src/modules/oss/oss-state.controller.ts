import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Principal } from '../../kernel/principal.js';
import { ApiAnswer, ApiFile, ApiPage } from '../../platform/api/api-answer.js';
import { Command, type ApiCommand } from '../../platform/api/command-of.js';
import { PageQuery } from '../../platform/api/page-query.js';
import type { Page } from '../../platform/api/paging.js';
import { IdPipe } from '../../platform/api/validation.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { SignedFilesService } from './files/signed-files.service.js';
import { OssStateService } from './oss-state.service.js';
import { OssLicenceView, OssMessageView, OssStateView } from './oss-state.view.js';
import { ReconcileInput, ReconciliationView } from './reconcile/reconciliation.view.js';

@ApiTags('oss')
@ApiBearerAuth()
@Controller('v1')
export class OssStateController {
  constructor(
    private readonly states: OssStateService,
    private readonly files: SignedFilesService,
  ) {}

  @Get('applications/:id/oss')
  @Allow('oss.read')
  @ApiOperation({ summary: 'How a case stands with OSS: its licence, and what OSS was told' })
  @ApiAnswer(200, OssStateView)
  state(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<OssStateView> {
    return this.states.of(principal, id);
  }

  @Get('applications/:id/oss/file')
  @Allow('oss.read')
  @ApiOperation({ summary: 'The file of the licence as OSS has signed it (PDF)' })
  @ApiFile('application/pdf')
  async file(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Res() reply: FastifyReply): Promise<void> {
    const { row, bytes } = await this.files.fetch(principal, id);
    void reply
      .header('content-type', 'application/pdf')
      .header('content-length', row.size)
      .header('content-disposition', `attachment; filename="izin-oss-${row.id}.pdf"`)
      .header('cache-control', 'private, no-store')
      .header('content-security-policy', `default-src 'none'; sandbox`)
      .header('x-content-type-options', 'nosniff')
      .send(bytes);
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
