import { Injectable } from '@nestjs/common';
import { timingSafeEqual } from 'node:crypto';
import { refusal } from '../../kernel/refusal.js';
import { Database } from '../../platform/database/database.js';
import { deadlineOf } from '../../sop/deadline.js';
import { stepOf } from '../../sop/definition-lookup.js';
import { ApplicationRow } from '../../workflow/application.entity.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import type { TrackingView } from './tracking.view.js';

/** The same for a wrong number and a wrong code: nobody learns which numbers exist. */
export const trackingNotFound = refusal('not-found', 'TRACKING_NOT_FOUND', {
  id: 'Nomor resi dan kode tidak cocok.',
  en: 'The receipt number and the code do not belong together.',
});

/** Where a file lies, for whoever holds its receipt. */
@Injectable()
export class TrackingService {
  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
  ) {}

  async find(receiptNumber: string, code: string): Promise<TrackingView> {
    for (const { code: agency } of this.registry.agencies()) {
      const row = await this.database.source.manager.findOneBy(ApplicationRow, { agency, receipt_number: receiptNumber });
      if (row?.tracking_code && same(row.tracking_code, code)) return this.view(row);
    }
    throw trackingNotFound();
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

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other.trim().toUpperCase())];
  return a.length === b.length && timingSafeEqual(a, b);
}
