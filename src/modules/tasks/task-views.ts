import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import type { Principal } from '../../kernel/principal.js';
import { readsAsApplicant } from '../../platform/auth/record-audiences.js';
import { mayAct } from '../../sop/acting.js';
import { stepOf } from '../../sop/definition-lookup.js';
import { exceptionsOf, separated } from '../../sop/separation.js';
import type { SopDefinition } from '../../sop/sop-definition.js';
import type { ApplicationRow } from '../../workflow/application.entity.js';
import { applicationView } from '../../workflow/application.view.js';
import type { Timing } from '../../workflow/clock.view.js';
import { DefinitionRegistry, type PublishedDefinition } from '../../workflow/definition-registry.js';
import { OwnCases } from '../../workflow/own-cases.js';
import type { TaskRow } from '../../workflow/task.entity.js';
import { taskClock } from './task-clock.js';
import type { CaseTaskView, TaskSummaryView } from './task.view.js';

/** Who reads tasks; `own`: of which cases they, or those for whom they stand in, are the applicant. */
export interface TaskReader {
  readonly principal: Principal;
  readonly own: ReadonlyMap<string, readonly string[]>;
}

/** Tasks as both transports show them. */
@Injectable()
export class TaskViews {
  constructor(
    private readonly registry: DefinitionRegistry,
    private readonly ownCases: OwnCases,
    private readonly clock: Clock,
  ) {}

  definition({ agency, service, definition }: ApplicationRow): Promise<PublishedDefinition> {
    return this.registry.version(agency, service, definition);
  }

  async summary(task: TaskRow, application: ApplicationRow, reader: TaskReader): Promise<TaskSummaryView> {
    return this.summaryOf(task, application, await this.definition(application), reader);
  }

  /** Who reads these cases, with those of them that are their own. */
  async readerOf(principal: Principal, applications: readonly ApplicationRow[]): Promise<TaskReader> {
    const ids = applications.map(({ id }) => id);
    return { principal, own: await this.ownCases.of(principal, ids) };
  }

  summaryOf(task: TaskRow, application: ApplicationRow, published: PublishedDefinition, reader: TaskReader): TaskSummaryView {
    const timing = this.timing(application.agency);
    return {
      ...this.ofCase(task, application, published, reader, timing),
      application: applicationView(application, published.definition, timing),
    };
  }

  /** A task as its case shows it: without the case. */
  ofCase(
    task: TaskRow,
    application: ApplicationRow,
    { definition }: PublishedDefinition,
    reader: TaskReader,
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
      keptFrom: this.keptFrom(task, application, definition, reader),
      clock: taskClock(application.state, task.id, step, timing),
      step: { no, activity, does, completeness, standardTime: standardTime.text, output },
    };
  }

  /** The code with which completing it would be refused; absent for a task of another role. */
  private keptFrom(task: TaskRow, { agency, id, state }: ApplicationRow, definition: SopDefinition, reader: TaskReader): string | null {
    if (task.status !== 'open' || !mayAct(state, task, reader.principal)) return null;
    const facts = { applicants: reader.own.get(id) ?? [], exceptions: exceptionsOf(this.registry.agency(agency)) };
    const apart = separated(definition, state, task, reader.principal, facts);
    return apart.ok ? null : apart.refusal.code;
  }

  private timing(agency: string): Timing {
    return { working: this.registry.working(agency), now: this.clock.now() };
  }
}

/** A task as its reader sees it: an applicant does not learn which official has taken it. */
export function taskFor<View extends CaseTaskView>(principal: Principal, view: View): View {
  return readsAsApplicant(principal) && view.claimedBy !== principal.id ? { ...view, claimedBy: null } : view;
}
