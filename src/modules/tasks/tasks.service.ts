import { Inject, Injectable } from '@nestjs/common';
import { APPLICANT, type Principal } from '../../kernel/principal.js';
import type { ApiCommand } from '../../platform/api/command-of.js';
import type { Language } from '../../platform/api/request-context.js';
import { readsAsApplicant } from '../../platform/auth/record-audiences.js';
import { Commands } from '../../platform/idempotency/commands.js';
import { stepOf } from '../../sop/definition-lookup.js';
import { ActivityInputs } from '../../workflow/activity-inputs.js';
import type { ApplicationView } from '../../workflow/application.view.js';
import { CaseReader } from '../../workflow/case-reader.js';
import { Duplicates } from '../../workflow/duplicates.js';
import { OUTSIDE_WORK, type OutsideWork } from '../../workflow/outside-work.js';
import { WorkflowService } from '../../workflow/workflow.service.js';
import type { CompleteTaskInput } from './complete-task.input.js';
import { taskFor, TaskViews } from './task-views.js';
import type { TaskView } from './task.view.js';

/** One task, and what is done with it. */
@Injectable()
export class TasksService {
  constructor(
    private readonly reader: CaseReader,
    private readonly views: TaskViews,
    private readonly inputs: ActivityInputs,
    private readonly workflow: WorkflowService,
    private readonly commands: Commands,
    private readonly duplicates: Duplicates,
    @Inject(OUTSIDE_WORK) private readonly outside: OutsideWork,
  ) {}

  async one(principal: Principal, id: string, language: Language): Promise<TaskView> {
    const { task, application } = await this.reader.task(principal, id);
    const published = await this.views.definition(application);
    const step = stepOf(published.definition, task.step);
    const { work: outside, entry } = await this.outside.of(task.agency, task.id, application.id);
    const reader = await this.views.readerOf(principal, [application]);
    const summary = this.views.summaryOf(task, application, published, reader);
    const open = task.status === 'open' && summary.keptFrom === null;
    const outcomes = (open ? step.outcomes : []).map((outcome) => ({
      key: outcome.key,
      label: outcome.label[language],
      leadsTo: outcome.leadsTo,
      input: this.inputs.schema(published, step, outcome, entry),
    }));
    const inner = readsAsApplicant(principal) && task.role !== APPLICANT;
    const duplicates = await this.duplicates.of(principal, application.id);
    const shown = taskFor(principal, { ...summary, application: { ...summary.application, duplicates } });
    return { ...shown, outcomes, outside: inner ? null : outside, warnings: summary.application.warnings, duplicates };
  }

  complete(
    { principal, version, ...request }: ApiCommand,
    task: string,
    { outcome, note, input, confirmedWarnings }: CompleteTaskInput,
    bulk = false,
  ): Promise<ApplicationView> {
    const command = { type: 'complete', task, outcome, note: note ?? null } as const;
    const asked = { principal, version, input, command, bulk, confirmedWarnings: confirmedWarnings ?? [] };
    return this.commands.run({ principal, ...request }, (tx) => this.workflow.perform(tx, asked));
  }

  claim({ principal, version, ...request }: ApiCommand, task: string, type: 'claim' | 'release'): Promise<ApplicationView> {
    return this.commands.run({ principal, ...request }, (tx) => this.workflow.perform(tx, { principal, version, command: { type, task } }));
  }
}
