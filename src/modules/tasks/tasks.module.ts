import { Module } from '@nestjs/common';
import { ApplicationDetailTasksResolver, ApplicationTasksResolver } from './application-tasks.resolver.js';
import { BulkCompletion } from './bulk-completion.js';
import { CaseTasks } from './case-tasks.js';
import { InboxService } from './inbox.service.js';
import { TaskViews } from './task-views.js';
import { TasksController } from './tasks.controller.js';
import { TasksResolver } from './tasks.resolver.js';
import { TasksService } from './tasks.service.js';

@Module({
  controllers: [TasksController],
  providers: [
    TasksService,
    InboxService,
    TaskViews,
    CaseTasks,
    BulkCompletion,
    TasksResolver,
    ApplicationTasksResolver,
    ApplicationDetailTasksResolver,
  ],
})
export class TasksModule {}
