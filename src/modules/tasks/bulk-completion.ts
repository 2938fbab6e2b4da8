import { Injectable, Logger } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { ApiCommand } from '../../platform/api/command-of.js';
import { internalError, problemOf } from '../../platform/api/problem.js';
import { asRefusal } from '../../platform/api/problem.filter.js';
import type { Language } from '../../platform/api/request-context.js';
import type { CompleteOneInput, CompleteTasksInput } from './complete-tasks.input.js';
import type { CompletedTasksView, CompletedTaskView } from './completed-tasks.view.js';
import { TasksService } from './tasks.service.js';

/** Several tasks ended in one request, one after the other: each in a transaction of its own, with a result of its own. */
@Injectable()
export class BulkCompletion {
  private readonly logger = new Logger('Bulk');

  constructor(private readonly tasks: TasksService) {}

  async complete(command: ApiCommand, { items }: CompleteTasksInput, language: Language): Promise<CompletedTasksView> {
    const results: CompletedTaskView[] = [];
    for (const [index, item] of items.entries()) results.push(await this.one(ofItem(command, item, index), item, language));
    return { items: results };
  }

  private async one(command: ApiCommand, item: CompleteOneInput, language: Language): Promise<CompletedTaskView> {
    const task = item.task.toLowerCase();
    try {
      return { task, status: 200, application: await this.tasks.complete(command, task, item, true), problem: null };
    } catch (error) {
      const refusal = asRefusal(error);
      if (!refusal) this.logger.error({ task, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      const problem = problemOf(refusal ?? internalError(), language);
      const status = refusal ? problem.status : 500;
      return { task, status, application: null, problem: { ...problem, status } };
    }
  }
}

/** The same command for one item: a key that comes again finds each item as it was left, and does the ones that were refused. */
function ofItem({ key, ...command }: ApiCommand, item: CompleteOneInput, index: number): ApiCommand {
  const { version } = item;
  if (key === undefined) return { ...command, version };
  // No client's key has a space in it.
  const fingerprint = createHash('sha256').update(JSON.stringify(item)).digest('hex');
  return { ...command, version, key: `${key} ${index}`, fingerprint };
}
