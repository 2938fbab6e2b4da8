import { Body, Controller, Get, HttpCode, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../kernel/principal.js';
import { ApiAnswer, ApiPage } from '../../platform/api/api-answer.js';
import { Command, type ApiCommand } from '../../platform/api/command-of.js';
import { EtagInterceptor } from '../../platform/api/etag.interceptor.js';
import type { Page } from '../../platform/api/paging.js';
import { IdPipe } from '../../platform/api/validation.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { ApplicationView } from '../../workflow/application.view.js';
import { ApplicationDetails } from './application-details.js';
import { ApplicationDetailView } from '../../workflow/application-detail.view.js';
import { ApplicationSearch } from './application-search.js';
import { ApplicationsQuery } from './applications.query.js';
import { ApplicationsService } from './applications.service.js';
import { OpenApplicationInput, WithdrawInput } from './open-application.input.js';
import { TimelineEntryView } from './timeline.view.js';

@ApiTags('applications')
@ApiBearerAuth()
@Controller('v1/applications')
export class ApplicationsController {
  constructor(
    private readonly applications: ApplicationsService,
    private readonly search: ApplicationSearch,
    private readonly details: ApplicationDetails,
  ) {}

  @Post()
  @Allow('applications.open')
  @UseInterceptors(EtagInterceptor)
  @ApiOperation({ summary: 'Open an application at the first step of its SOP' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiAnswer(201, ApplicationView)
  open(@Command() command: ApiCommand, @Body() input: OpenApplicationInput): Promise<ApplicationView> {
    return this.applications.open(command, input);
  }

  @Get()
  @Allow('applications.read')
  @ApiOperation({ summary: 'Find applications: the newest first, or the best hit for what is searched for' })
  @ApiPage(ApplicationView)
  list(@CurrentPrincipal() principal: Principal, @Query() query: ApplicationsQuery): Promise<Page<ApplicationView>> {
    return this.search.list(principal, query);
  }

  @Get(':id')
  @Allow('applications.read')
  @UseInterceptors(EtagInterceptor)
  @ApiOperation({ summary: 'One application, with its form and the records its steps left behind' })
  @ApiAnswer(200, ApplicationDetailView)
  one(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<ApplicationDetailView> {
    return this.details.one(principal, id);
  }

  @Get(':id/timeline')
  @Allow('applications.read')
  @ApiOperation({ summary: 'Every event: who, when, how long against the standard' })
  @ApiPage(TimelineEntryView)
  timeline(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<Page<TimelineEntryView>> {
    return this.details.timeline(principal, id);
  }

  @Post(':id/withdraw')
  @HttpCode(200)
  @Allow('applications.withdraw')
  @UseInterceptors(EtagInterceptor)
  @ApiOperation({ summary: 'Withdraw, at any time before the signature' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiHeader({ name: 'If-Match', required: false, description: 'Version that was read; 412 when it has changed.' })
  @ApiAnswer(200, ApplicationView)
  withdraw(@Command() command: ApiCommand, @Param('id', IdPipe) id: string, @Body() input: WithdrawInput): Promise<ApplicationView> {
    return this.applications.withdraw(command, id, input?.reason ?? '');
  }
}
