import { Injectable, type OnModuleInit } from '@nestjs/common';
import { NO_TIME, plus, type WorkingAmount } from '../../../kernel/duration.js';
import type { Tx } from '../../../platform/database/tx.js';
import { OutboxRelay, type OutboxHandler, type OutboxMessage } from '../../../platform/outbox/outbox-relay.js';
import type { CaseEvent, OpenTask } from '../../../sop/case-events.js';
import { DefinitionRegistry } from '../../../workflow/definition-registry.js';
import { ADD_CASES, ADD_STEPS, ADD_DETOURS, EVENT_CONTEXTS } from './rollup-statements.js';
import { Rollup } from './rollup.js';

interface EventContextRow {
  readonly agency: string;
  readonly application_id: string;
  readonly seq: number;
  readonly service: string;
  readonly definition: string;
  readonly event: CaseEvent;
  readonly opened: OpenTask | null;
  readonly used: readonly WorkingAmount[];
  readonly corrected: boolean;
}

/**
 * Keeps the sums that reports are read from. Each event is added once: in the transaction that takes it out of the outbox, and so
 * the command that wrote it waits for nothing.
 */
@Injectable()
export class RollupWriter implements OutboxHandler, OnModuleInit {
  constructor(
    private readonly registry: DefinitionRegistry,
    private readonly relay: OutboxRelay,
  ) {}

  onModuleInit(): void {
    this.relay.add(this);
  }

  async handle(tx: Tx, messages: readonly OutboxMessage[]): Promise<() => void> {
    const rows = await tx.run<EventContextRow>(EVENT_CONTEXTS, [
      messages.map(({ agency }) => agency),
      messages.map(({ application_id }) => application_id),
      messages.map(({ seq }) => seq),
    ]);
    const rollup = new Rollup();
    for (const { agency, application_id: applicationId, seq, service, definition: sha256, event, opened, used, corrected } of rows) {
      const { definition } = await this.registry.version(agency, service, sha256, tx);
      const zone = this.registry.agency(agency).timeZone;
      const usedBefore = used.reduce(plus, NO_TIME);
      rollup.add({ agency, applicationId, seq, sha256, definition, zone, event, opened, usedBefore, corrected });
    }
    await addRollup(tx, rollup);
    return () => undefined;
  }
}

/** Adds sums to those that are kept. */
export async function addRollup(tx: Pick<Tx, 'run'>, { stepDays, caseDays, turns: detours }: Rollup): Promise<void> {
  if (stepDays.length > 0) await tx.run(ADD_STEPS, [JSON.stringify(stepDays)]);
  if (caseDays.length > 0) await tx.run(ADD_CASES, [JSON.stringify(caseDays)]);
  if (detours.length > 0) await tx.run(ADD_DETOURS, [JSON.stringify(detours)]);
}
