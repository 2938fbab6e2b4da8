import { Injectable } from '@nestjs/common';
import { deadlineOf } from '../../sop/deadline.js';
import { stepOf } from '../../sop/definition-lookup.js';
import type { ApplicationRow } from '../../workflow/application.entity.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import { TrackedCases } from '../../workflow/tracked-cases.js';
import type { TrackingView } from './tracking.view.js';
import type { CallerAddress } from '../../platform/rate/caller.js';

/** The status of a case, for the holder of its receipt. */
@Injectable()
export class TrackingService {
  constructor(
    private readonly cases: TrackedCases,
    private readonly registry: DefinitionRegistry,
  ) {}

  async find(receiptNumber: string, code: string, caller: CallerAddress): Promise<TrackingView> {
    return this.view(await this.cases.byReceipt(receiptNumber, code, caller));
  }

  private async view(row: ApplicationRow): Promise<TrackingView> {
    const { definition } = await this.registry.version(row.agency, row.service, row.definition);
    const working = this.registry.working(row.agency);
    return {
      receiptNumber: row.receipt_number!,
      number: row.number,
      service: definition.label.id,
      agency: this.registry.agency(row.agency).name,
      status: row.status,
      openedAt: row.opened_at.toISOString(),
      updatedAt: row.updated_at.toISOString(),
      steps: row.state.open.map((task) => {
        const desk = definition.actors.find((actor) => actor.role === task.role)?.title ?? task.role;
        return {
          step: task.step,
          activity: stepOf(definition, task.step).activity,
          desk,
          since: task.openedAt,
          dueAt: deadlineOf(task, working)?.toISOString() ?? null,
        };
      }),
    };
  }
}
