import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Principal } from '../../kernel/principal.js';
import { Command, type ApiCommand } from '../../platform/api/command-of.js';
import { ReaderLanguage, type Language } from '../../platform/api/request-context.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { IdArg, InputArg } from '../../platform/graphql/args.js';
import { connection, PageArgs, paged, type Connection } from '../../platform/graphql/connection.js';
import { ApplicationView } from '../../workflow/application.view.js';
import { BulkCompletion } from './bulk-completion.js';
import { CompleteTaskInput } from './complete-task.input.js';
import { CompleteTasksInput } from './complete-tasks.input.js';
import { CompletedTasksView } from './completed-tasks.view.js';
import { InboxService } from './inbox.service.js';
import { OrphanView, TaskCountsView } from './inbox.view.js';
import { TaskSummaryView, TaskView } from './task.view.js';
import { OrphanPage, TaskCountsArgs, TaskPage, TasksArgs } from './tasks.args.js';
import { TasksService } from './tasks.service.js';

@Resolver(() => TaskView)
export class TasksResolver {
  constructor(
    private readonly service: TasksService,
    private readonly inbox: InboxService,
    private readonly bulk: BulkCompletion,
  ) {}

  @Query(() => TaskPage, { description: 'Inbox: tasks, the most urgent first.' })
  @Allow('tasks.read')
  async tasks(@CurrentPrincipal() principal: Principal, @Args() args: TasksArgs): Promise<Connection<TaskSummaryView>> {
    return connection(await this.inbox.list(principal, paged(args)));
  }

  @Query(() => TaskCountsView, { description: 'How many open tasks there are, by role, section and service, and by when they are due.' })
  @Allow('tasks.read')
  taskCounts(@CurrentPrincipal() principal: Principal, @Args() args: TaskCountsArgs): Promise<TaskCountsView> {
    return this.inbox.counts(principal, args);
  }

  @Query(() => OrphanPage, { description: 'Open cases that are in nobody’s inbox, and why; there should be none.' })
  @Allow('tasks.orphans')
  async orphans(@CurrentPrincipal() principal: Principal, @Args() args: PageArgs): Promise<Connection<OrphanView>> {
    return connection(await this.inbox.orphans(principal, paged(args)));
  }

  @Query(() => TaskView, { description: 'One task, with the form of each outcome.' })
  @Allow('tasks.read')
  task(
    @CurrentPrincipal() principal: Principal,
    @IdArg('Id of the task.') id: string,
    @ReaderLanguage() language: Language,
  ): Promise<TaskView> {
    return this.service.one(principal, id, language);
  }

  @Mutation(() => ApplicationView, { description: 'Ends a task; answers the application with its next open tasks.' })
  @Allow('tasks.work')
  completeTask(
    @Command() command: ApiCommand,
    @IdArg('Id of the task.') id: string,
    @InputArg(CompleteTaskInput, 'How it is ended.') input: CompleteTaskInput,
  ): Promise<ApplicationView> {
    return this.service.complete(command, id, input);
  }

  @Mutation(() => CompletedTasksView, {
    description: 'Ends several tasks, where their step allows it (initials, signatures): one result each.',
  })
  @Allow('tasks.work')
  completeTasks(
    @Command() command: ApiCommand,
    @InputArg(CompleteTasksInput, 'Which, and how.') input: CompleteTasksInput,
    @ReaderLanguage() language: Language,
  ): Promise<CompletedTasksView> {
    return this.bulk.complete(command, input, language);
  }

  @Mutation(() => ApplicationView, { description: 'Takes a task, so that nobody else does it.' })
  @Allow('tasks.work')
  claimTask(@Command() command: ApiCommand, @IdArg('Id of the task.') id: string): Promise<ApplicationView> {
    return this.service.claim(command, id, 'claim');
  }

  @Mutation(() => ApplicationView, { description: 'Puts a task back.' })
  @Allow('tasks.work')
  releaseTask(@Command() command: ApiCommand, @IdArg('Id of the task.') id: string): Promise<ApplicationView> {
    return this.service.claim(command, id, 'release');
  }
}
