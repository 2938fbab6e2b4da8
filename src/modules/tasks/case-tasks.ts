import { Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/principal.js';
import { grouped } from '../../platform/graphql/loaders.js';
import { CaseReader } from '../../workflow/case-reader.js';
import { taskFor, TaskViews } from './task-views.js';
import type { CaseTaskView } from './task.view.js';

/** The tasks of cases. */
@Injectable()
export class CaseTasks {
  constructor(
    private readonly reader: CaseReader,
    private readonly views: TaskViews,
  ) {}

  /** By case, for several at once; of those cases alone that the caller may see. */
  async of(principal: Principal, ids: readonly string[]): Promise<Map<string, CaseTaskView[]>> {
    const applications = await this.reader.applicationsById(principal, ids);
    const tasks = grouped(await this.reader.tasksOf(principal, applications), ({ application_id: id }) => id);
    const reader = await this.views.readerOf(principal, applications);
    const entries = applications.map(async (row): Promise<[string, CaseTaskView[]]> => {
      const published = await this.views.definition(row);
      return [row.id, (tasks.get(row.id) ?? []).map((task) => taskFor(principal, this.views.ofCase(task, row, published, reader)))];
    });
    return new Map(await Promise.all(entries));
  }
}
