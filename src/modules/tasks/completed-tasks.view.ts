import { Int, ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../platform/api/api-field.js';
import { Json } from '../../platform/api/json.scalar.js';
import { ApplicationView } from '../../workflow/application.view.js';

@ObjectType('CompletedTask', { description: 'What became of one task of several.' })
export class CompletedTaskView {
  @ApiField(() => String, { description: 'Id of the task.' })
  task: string;

  @ApiField(() => Int, { description: 'The HTTP status that it would have had by itself: 200, or why not.' })
  status: number;

  @ApiField(() => ApplicationView, { description: 'The application with its next open tasks; null when it was refused.', nullable: true })
  application: ApplicationView | null;

  @ApiField(() => Json, { description: 'Why it was refused (RFC 9457); null when it was done.', nullable: true })
  problem: object | null;
}

@ObjectType('CompletedTasks', { description: 'One result per task, in the order of the request.' })
export class CompletedTasksView {
  @ApiField(() => [CompletedTaskView], { description: 'The results.' })
  items: CompletedTaskView[];
}
