import { Module } from '@nestjs/common';
import { TasksController } from './tasks.controller.js';
import { TasksResolver } from './tasks.resolver.js';
import { TasksService } from './tasks.service.js';

@Module({ controllers: [TasksController], providers: [TasksService, TasksResolver] })
export class TasksModule {}
