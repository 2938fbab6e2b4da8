import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../../kernel/principal.js';
import { ApiAnswer, ApiPage } from '../../../platform/api/api-answer.js';
import { Command, type ApiCommand } from '../../../platform/api/command-of.js';
import type { Page } from '../../../platform/api/paging.js';
import { Allow, CurrentPrincipal } from '../../../platform/auth/guard.js';
import { FetchReferencesInput, ReferenceFetchView, ReferenceQuery, ReferenceView } from './reference.view.js';
import { ReferencesService } from './references.service.js';

@ApiTags('oss')
@ApiBearerAuth()
@Controller('v1/oss/references')
export class ReferencesController {
  constructor(private readonly references: ReferencesService) {}

  @Get()
  @Allow('oss.read')
  @ApiOperation({ summary: 'Codes of OSS and what they are called, as its own tables have them' })
  @ApiPage(ReferenceView)
  list(@CurrentPrincipal() principal: Principal, @Query() query: ReferenceQuery): Promise<Page<ReferenceView>> {
    return this.references.list(principal, query);
  }

  @Post()
  @HttpCode(200)
  @Allow('oss.manage')
  @ApiOperation({ summary: 'Fetch the tables of OSS anew, as every week: one, or all' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiAnswer(200, ReferenceFetchView)
  fetch(@Command() command: ApiCommand, @Body() { table }: FetchReferencesInput): Promise<ReferenceFetchView> {
    return this.references.fetch(command, table);
  }
}
