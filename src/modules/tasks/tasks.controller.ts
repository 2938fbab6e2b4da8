import { Body, Controller, Get, HttpCode, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../kernel/principal.js';
import { ApiAnswer, ApiPage } from '../../platform/api/api-answer.js';
import { Command, type ApiCommand } from '../../platform/api/command-of.js';
import { EtagInterceptor } from '../../platform/api/etag.interceptor.js';
import { PageQuery } from '../../platform/api/page-query.js';
import type { Page } from '../../platform/api/paging.js';
import { ReaderLanguage, type Language } from '../../platform/api/request-context.js';
import { IdPipe } from '../../platform/api/validation.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { ApplicationView } from '../../workflow/application.view.js';
import { BulkCompletion } from './bulk-completion.js';
import { CompleteTaskInput } from './complete-task.input.js';
import { CompleteTasksInput } from './complete-tasks.input.js';
import { CompletedTasksView } from './completed-tasks.view.js';
import { InboxService } from './inbox.service.js';
import { OrphanView, TaskCountsView } from './inbox.view.js';
import { TaskSummaryView, TaskView } from './task.view.js';
import { TaskCountsQuery, TasksQuery } from './tasks.query.js';
import { TasksService } from './tasks.service.js';

@ApiTags('tasks')
@ApiBearerAuth()
@Controller('v1/tasks')
export class TasksController {
  constructor(
    private readonly tasks: TasksService,
    private readonly inbox: InboxService,
    private readonly bulk: BulkCompletion,
  ) {}

  @Get()
  @Allow('tasks.read')
  @ApiOperation({ summary: 'Inbox: tasks, the most urgent first' })
  @ApiPage(TaskSummaryView)
  list(@CurrentPrincipal() principal: Principal, @Query() query: TasksQuery): Promise<Page<TaskSummaryView>> {
    return this.inbox.list(principal, query);
  }

  @Get('counts')
  @Allow('tasks.read')
  @ApiOperation({ summary: 'How many open tasks there are, by role, section and service, and by when they are due' })
  @ApiAnswer(200, TaskCountsView)
  counts(@CurrentPrincipal() principal: Principal, @Query() query: TaskCountsQuery): Promise<TaskCountsView> {
    return this.inbox.counts(principal, query);
  }

  @Get('orphans')
  @Allow('tasks.orphans')
  @ApiOperation({ summary: 'Open cases that are in nobody’s inbox, and why; there should be none' })
  @ApiPage(OrphanView)
  orphans(@CurrentPrincipal() principal: Principal, @Query() query: PageQuery): Promise<Page<OrphanView>> {
    return this.inbox.orphans(principal, query);
  }

  @Get(':id')
  @Allow('tasks.read')
  @ApiOperation({ summary: 'One task, with the form of each outcome' })
  @ApiAnswer(200, TaskView)
  one(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @ReaderLanguage() language: Language): Promise<TaskView> {
    return this.tasks.one(principal, id, language);
  }

  @Post('complete')
  @HttpCode(200)
  @Allow('tasks.work')
  @ApiOperation({ summary: 'Do several at once, where their step allows it (initials, signatures): one result each' })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'For each of them.' })
  @ApiAnswer(200, CompletedTasksView)
  completeAll(
    @Command() command: ApiCommand,
    @Body() input: CompleteTasksInput,
    @ReaderLanguage() language: Language,
  ): Promise<CompletedTasksView> {
    return this.bulk.complete(command, input, language);
  }

  @Post(':id/complete')
  @HttpCode(200)
  @Allow('tasks.work')
  @UseInterceptors(EtagInterceptor)
  @ApiOperation({ summary: 'Do it: answers the application with its next open tasks' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiHeader({ name: 'If-Match', required: false, description: 'Version that was read; 412 when it has changed.' })
  @ApiAnswer(200, ApplicationView)
  complete(@Command() command: ApiCommand, @Param('id', IdPipe) id: string, @Body() input: CompleteTaskInput): Promise<ApplicationView> {
    return this.tasks.complete(command, id, input);
  }

  @Post(':id/claim')
  @HttpCode(200)
  @Allow('tasks.work')
  @UseInterceptors(EtagInterceptor)
  @ApiOperation({ summary: 'Take it, so that nobody else does it' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiAnswer(200, ApplicationView)
  claim(@Command() command: ApiCommand, @Param('id', IdPipe) id: string): Promise<ApplicationView> {
    return this.tasks.claim(command, id, 'claim');
  }

  @Post(':id/release')
  @HttpCode(200)
  @Allow('tasks.work')
  @UseInterceptors(EtagInterceptor)
  @ApiOperation({ summary: 'Put it back' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiAnswer(200, ApplicationView)
  release(@Command() command: ApiCommand, @Param('id', IdPipe) id: string): Promise<ApplicationView> {
    return this.tasks.claim(command, id, 'release');
  }
}
