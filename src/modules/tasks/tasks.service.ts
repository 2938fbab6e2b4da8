import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import type { HeldRole, Principal } from '../../kernel/principal.js';
import type { ApiCommand } from '../../platform/api/command-of.js';
import { aMoment, anId, decodeCursor, encodeCursor, pageOf, type Page } from '../../platform/api/paging.js';
import type { Language } from '../../platform/api/request-context.js';
import { Commands } from '../../platform/idempotency/commands.js';
import { dateIn } from '../../platform/numbering/number-format.js';
import { stepOf } from '../../sop/definition-lookup.js';
import { ActivityInputs } from '../../workflow/activity-inputs.js';
import type { ApplicationRow } from '../../workflow/application.entity.js';
import { applicationView, type ApplicationView } from '../../workflow/application.view.js';
import { CaseReader } from '../../workflow/case-reader.js';
import { DefinitionRegistry, type PublishedDefinition } from '../../workflow/definition-registry.js';
import { OUTSIDE_WORK, type OutsideWork } from '../../workflow/outside-work.js';
import type { TaskRow } from '../../workflow/task.entity.js';
import { WorkflowService } from '../../workflow/workflow.service.js';
import { taskClock } from './task-clock.js';
import type { CompleteTaskInput } from './complete-task.input.js';
import type { TaskSummaryView, TaskView } from './task.view.js';
import type { TasksQuery } from './tasks.query.js';

const LIST = 'tasks';
const CURSOR = [(text: string) => text === 'infinity' || aMoment(text), anId];
const WEEK_DAYS = 7;

/** The inbox, and what is done with a task. */
@Injectable()
export class TasksService {
  constructor(
    private readonly reader: CaseReader,
    private readonly registry: DefinitionRegistry,
    private readonly inputs: ActivityInputs,
    private readonly workflow: WorkflowService,
    private readonly commands: Commands,
    private readonly clock: Clock,
    @Inject(OUTSIDE_WORK) private readonly outside: OutsideWork,
  ) {}

  async list(principal: Principal, query: TasksQuery): Promise<Page<TaskSummaryView>> {
    const { role, status = 'open', service, application, limit } = query;
    const [due, id] = query.after === undefined ? [] : decodeCursor(LIST, query.after, CURSOR);
    const rows = await this.reader.tasks(principal, {
      roles: rolesAsked(principal, role),
      status,
      service,
      application,
      assignee: query.assignee === 'me' ? principal.id : query.assignee,
      dueBefore: query.due && this.dueBefore(principal.agency, query.due),
      after: due && id ? { due, id } : undefined,
      limit: limit + 1,
    });
    const applications = await this.reader.applicationsById(principal, [...new Set(rows.map((row) => row.application_id))]);
    const byId = new Map(applications.map((row) => [row.id, row]));
    const page = pageOf(
      rows,
      limit,
      (row) => row,
      (row) => encodeCursor(LIST, [row.due_at?.toISOString() ?? 'infinity', row.id]),
    );
    const items = await Promise.all(page.items.map(async (row) => this.summary(row, byId.get(row.application_id)!)));
    return { items, next: page.next };
  }

  async one(principal: Principal, id: string, language: Language): Promise<TaskView> {
    const { task, application } = await this.reader.task(principal, id);
    const published = await this.definition(application);
    const step = stepOf(published.definition, task.step);
    const outcomes = (task.status === 'open' ? step.outcomes : []).map((outcome) => ({
      key: outcome.key,
      label: outcome.label[language],
      leadsTo: outcome.leadsTo,
      input: this.inputs.schema(published, step, outcome),
    }));
    const outside = await this.outside.of(task.agency, task.id);
    return { ...this.summaryOf(task, application, published), outcomes, outside };
  }

  complete(
    { principal, version, ...request }: ApiCommand,
    task: string,
    { outcome, note, input }: CompleteTaskInput,
    bulk = false,
  ): Promise<ApplicationView> {
    const command = { type: 'complete', task, outcome, note: note ?? null } as const;
    return this.commands.run({ principal, ...request }, (tx) => this.workflow.perform(tx, { principal, version, input, command, bulk }));
  }

  claim({ principal, version, ...request }: ApiCommand, task: string, type: 'claim' | 'release'): Promise<ApplicationView> {
    return this.commands.run({ principal, ...request }, (tx) => this.workflow.perform(tx, { principal, version, command: { type, task } }));
  }

  private async summary(task: TaskRow, application: ApplicationRow): Promise<TaskSummaryView> {
    return this.summaryOf(task, application, await this.definition(application));
  }

  private definition(application: ApplicationRow): Promise<PublishedDefinition> {
    return this.registry.version(application.agency, application.service, application.definition);
  }

  private summaryOf(task: TaskRow, application: ApplicationRow, { definition }: PublishedDefinition): TaskSummaryView {
    const step = stepOf(definition, task.step);
    const { no, activity, does, completeness, standardTime, output } = step;
    const now = this.clock.now();
    const working = this.registry.working(application.agency);
    return {
      id: task.id,
      status: task.status,
      role: task.role,
      section: task.section,
      service: task.service,
      openedAt: task.opened_at.toISOString(),
      dueAt: task.due_at?.toISOString() ?? null,
      overdue: task.status === 'open' && task.due_at !== null && task.due_at < now,
      claimedBy: task.claimed_by,
      outcome: task.outcome,
      completedAt: task.completed_at?.toISOString() ?? null,
      clock: taskClock(application.state, task.id, step, { working, now }),
      step: { no, activity, does, completeness, standardTime: standardTime.text, output },
      application: applicationView(application, definition, { working, now }),
    };
  }

  /** The end of a bucket: now, the end of the agency's today, or of the seventh day. */
  private dueBefore(agency: string, bucket: 'overdue' | 'today' | 'week'): Date {
    const now = this.clock.now();
    if (bucket === 'overdue') return now;
    const zone = this.registry.agency(agency).timeZone;
    const days = bucket === 'today' ? 1 : WEEK_DAYS;
    const today = dateIn(now, zone);
    const midnight = new Date(`${today}T00:00:00Z`).getTime() - offsetOf(now, zone);
    return new Date(midnight + days * 86_400_000);
  }
}

/** One role, `any`, or the reader's own: an inbox holds what one can do. Who has no desk in any SOP sees all. */
function rolesAsked(principal: Principal, role: string | undefined): readonly HeldRole[] | undefined {
  if (role === 'any') return undefined;
  if (role) return [{ role }];
  return principal.roles.some((held) => DESKLESS.includes(held.role)) ? undefined : principal.roles;
}

/** Roles that look after the whole, and never do a row. */
const DESKLESS = ['admin', 'reports'];

/** How far a zone's wall clock is ahead of UTC at a moment, in milliseconds. */
function offsetOf(at: Date, zone: string): number {
  const wall = new Date(`${at.toLocaleString('sv-SE', { timeZone: zone }).replace(' ', 'T')}Z`);
  return wall.getTime() - Math.floor(at.getTime() / 1000) * 1000;
}
