import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../../kernel/principal.js';
import { ApiAnswer, ApiPage } from '../../../platform/api/api-answer.js';
import { Command, type ApiCommand } from '../../../platform/api/command-of.js';
import type { Page } from '../../../platform/api/paging.js';
import { ReasonInput } from '../../../platform/api/reason.input.js';
import { IdPipe } from '../../../platform/api/validation.js';
import { Allow, CurrentPrincipal } from '../../../platform/auth/guard.js';
import { JoinQuery, JoinRequestView } from './join.view.js';
import { JoinsService } from './joins.service.js';

@ApiTags('oss')
@ApiBearerAuth()
@Controller('v1/oss/joins')
export class JoinsController {
  constructor(private readonly joins: JoinsService) {}

  @Get()
  @Allow('oss.join')
  @ApiOperation({ summary: 'Licences of OSS that may belong to an application, with what both sides say' })
  @ApiPage(JoinRequestView)
  list(@CurrentPrincipal() principal: Principal, @Query() query: JoinQuery): Promise<Page<JoinRequestView>> {
    return this.joins.list(principal, query);
  }

  @Post(':id/join')
  @HttpCode(200)
  @Allow('oss.join')
  @ApiOperation({ summary: 'The licence belongs to the application; the one that was opened for it is withdrawn' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiAnswer(200, JoinRequestView)
  join(@Command() command: ApiCommand, @Param('id', IdPipe) id: string, @Body() { reason }: ReasonInput): Promise<JoinRequestView> {
    return this.joins.join(command, id, reason);
  }

  @Post(':id/dismiss')
  @HttpCode(200)
  @Allow('oss.join')
  @ApiOperation({ summary: 'The licence does not belong to the application' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiAnswer(200, JoinRequestView)
  dismiss(@Command() command: ApiCommand, @Param('id', IdPipe) id: string, @Body() { reason }: ReasonInput): Promise<JoinRequestView> {
    return this.joins.dismiss(command, id, reason);
  }
}
