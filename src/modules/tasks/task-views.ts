import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import type { Principal } from '../../kernel/principal.js';
import { readsAsApplicant } from '../../platform/auth/record-audiences.js';
import { stepOf } from '../../sop/definition-lookup.js';
import type { ApplicationRow } from '../../workflow/application.entity.js';
import { applicationView } from '../../workflow/application.view.js';
import type { Timing } from '../../workflow/clock.view.js';
import { DefinitionRegistry, type PublishedDefinition } from '../../workflow/definition-registry.js';
import type { TaskRow } from '../../workflow/task.entity.js';
import { taskClock } from './task-clock.js';
import type { CaseTaskView, TaskSummaryView } from './task.view.js';

/** Tasks as both doors show them. */
@Injectable()
export class TaskViews {
  constructor(
    private readonly registry: DefinitionRegistry,
    private readonly clock: Clock,
  ) {}

  definition({ agency, service, definition }: ApplicationRow): Promise<PublishedDefinition> {
    return this.registry.version(agency, service, definition);
  }

  async summary(task: TaskRow, application: ApplicationRow): Promise<TaskSummaryView> {
    return this.summaryOf(task, application, await this.definition(application));
  }

  summaryOf(task: TaskRow, application: ApplicationRow, published: PublishedDefinition): TaskSummaryView {
    const timing = this.timing(application.agency);
    return {
      ...this.ofCase(task, application, published, timing),
      application: applicationView(application, published.definition, timing),
    };
  }

  /** A task as its case shows it: without the case. */
  ofCase(
    task: TaskRow,
    application: ApplicationRow,
    { definition }: PublishedDefinition,
    timing: Timing = this.timing(application.agency),
  ): CaseTaskView {
    const step = stepOf(definition, task.step);
    const { no, activity, does, completeness, standardTime, output } = step;
    return {
      id: task.id,
      status: task.status,
      role: task.role,
      section: task.section,
      service: task.service,
      openedAt: task.opened_at.toISOString(),
      dueAt: task.due_at?.toISOString() ?? null,
      overdue: task.status === 'open' && task.due_at !== null && task.due_at < timing.now,
      claimedBy: task.claimed_by,
      outcome: task.outcome,
      completedAt: task.completed_at?.toISOString() ?? null,
      clock: taskClock(application.state, task.id, step, timing),
      step: { no, activity, does, completeness, standardTime: standardTime.text, output },
    };
  }

  private timing(agency: string): Timing {
    return { working: this.registry.working(agency), now: this.clock.now() };
  }
}

/** A task as its reader sees it: an applicant does not learn which official has taken it. */
export function taskFor<View extends CaseTaskView>(principal: Principal, view: View): View {
  return readsAsApplicant(principal) && view.claimedBy !== principal.id ? { ...view, claimedBy: null } : view;
}
