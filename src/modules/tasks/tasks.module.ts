import { Module } from '@nestjs/common';
import { BulkCompletion } from './bulk-completion.js';
import { InboxService } from './inbox.service.js';
import { TaskViews } from './task-views.js';
import { TasksController } from './tasks.controller.js';
import { TasksResolver } from './tasks.resolver.js';
import { TasksService } from './tasks.service.js';

@Module({
  controllers: [TasksController],
  providers: [TasksService, InboxService, TaskViews, BulkCompletion, TasksResolver],
})
export class TasksModule {}
