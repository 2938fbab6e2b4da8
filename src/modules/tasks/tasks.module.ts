import { Module } from '@nestjs/common';
import { BulkCompletion } from './bulk-completion.js';
import { TasksController } from './tasks.controller.js';
import { TasksResolver } from './tasks.resolver.js';
import { TasksService } from './tasks.service.js';

@Module({ controllers: [TasksController], providers: [TasksService, BulkCompletion, TasksResolver] })
export class TasksModule {}
