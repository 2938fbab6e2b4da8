import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../kernel/principal.js';
import { ApiAnswer, ApiPage } from '../../platform/api/api-answer.js';
import { Command, type ApiCommand } from '../../platform/api/command-of.js';
import { PageQuery } from '../../platform/api/page-query.js';
import type { Page } from '../../platform/api/paging.js';
import { IdPipe } from '../../platform/api/validation.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { StandInInput } from './stand-in.input.js';
import { StandInView } from './stand-in.view.js';
import { StandInsService } from './stand-ins.service.js';

@ApiTags('identity')
@ApiBearerAuth()
@Controller('v1/stand-ins')
export class StandInsController {
  constructor(private readonly standIns: StandInsService) {}

  @Get()
  @Allow('stand-ins.name')
  @ApiOperation({ summary: 'Who stands in for me, and for whom I stand in; the newest first' })
  @ApiPage(StandInView)
  list(@CurrentPrincipal() principal: Principal, @Query() query: PageQuery): Promise<Page<StandInView>> {
    return this.standIns.list(principal, query);
  }

  @Post()
  @Allow('stand-ins.name')
  @ApiOperation({ summary: 'Name who stands in for me (Plh, Plt, a.n.) in one of my roles, for a time' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiAnswer(201, StandInView)
  name(@Command() command: ApiCommand, @Body() input: StandInInput): Promise<StandInView> {
    return this.standIns.name(command, input);
  }

  @Post(':id/end')
  @HttpCode(200)
  @Allow('stand-ins.name')
  @ApiOperation({ summary: 'End it before its time' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiAnswer(200, StandInView)
  end(@Command() command: ApiCommand, @Param('id', IdPipe) id: string): Promise<StandInView> {
    return this.standIns.end(command, id);
  }
}
