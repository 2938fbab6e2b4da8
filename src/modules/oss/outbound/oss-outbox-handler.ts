import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/ids.js';
import type { Tx } from '../../../platform/database/tx.js';
import { OutboxRelay, type OutboxHandler, type OutboxMessage } from '../../../platform/outbox/outbox-relay.js';
import type { CaseEvent } from '../../../sop/case-events.js';
import { outcomeOf, stepOf } from '../../../sop/definition-lookup.js';
import type { SopDefinition } from '../../../sop/sop-definition.js';
import { DefinitionRegistry } from '../../../workflow/definition-registry.js';
import { OssInbox } from '../inbound/oss-inbox.js';
import { OssGateway } from '../client/oss-gateway.js';
import { EVENTS_OF_CASE, INSERT_MESSAGES, ISSUED_BY_HAND, NEWS_FOR_OSS, SET_TOLD } from './message-statements.js';
import { lastSentStatus, planned, type Planned } from './message-plan.js';
import { OssQueue, type QueuedMessage } from './oss-queue.js';

/** A case as far as it matters for what OSS is told of it. */
export interface CaseOfLicence {
  readonly agency: string;
  readonly application_id: string;
  readonly service: string;
  readonly definition: string;
  readonly id_izin: string;
}

/** Turns events into rows of what OSS is to be told, in the transaction that takes them out of the outbox. */
@Injectable()
export class OssOutboxHandler implements OutboxHandler, OnModuleInit {
  constructor(
    private readonly registry: DefinitionRegistry,
    private readonly relay: OutboxRelay,
    private readonly queue: OssQueue,
    private readonly inbox: OssInbox,
    private readonly line: OssGateway,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.relay.add(this);
  }

  async handle(tx: Tx, messages: readonly OutboxMessage[]): Promise<() => void> {
    const spoken = messages.filter(({ agency }) => this.line.speaks(agency));
    if (spoken.length === 0) return () => undefined;
    const rows = await tx.run<News>(NEWS_FOR_OSS, [
      spoken.map(({ agency }) => agency),
      spoken.map(({ application_id }) => application_id),
      spoken.map(({ seq }) => seq),
    ]);
    const told = new Map<string, string | null>();
    const queued: QueuedMessage[] = [];
    for (const row of rows) {
      const { definition } = await this.registry.version(row.agency, row.service, row.definition, tx);
      const { id_izin: licence } = row;
      if (licence === null) {
        await this.entered(tx, definition, row);
        continue;
      }
      if (row.event.type === 'licence-joined') {
        const caught = await this.allOf(tx, definition, { ...row, id_izin: licence });
        told.set(`${row.agency} ${licence}`, caught.told);
        queued.push(...caught.queued);
        continue;
      }
      if (publishedByHand(definition, row.event)) await tx.run(ISSUED_BY_HAND, [row.agency, row.application_id]);
      const key = `${row.agency} ${licence}`;
      const before = told.get(key) ?? row.told;
      const plans = this.plan(definition, row, before);
      told.set(key, lastSentStatus(plans, before));
      queued.push(...(await this.leave(tx, { ...row, id_izin: licence }, row.seq, plans)));
      if (told.get(key) !== before) await tx.run(SET_TOLD, [row.agency, licence, told.get(key)]);
    }
    return () => this.queue.add(queued);
  }

  /** Everything that has happened to a case before OSS and we knew that it is the same. */
  async catchUp(tx: Tx, known: CaseOfLicence): Promise<() => void> {
    if (!this.line.speaks(known.agency)) return () => undefined;
    const { definition } = await this.registry.version(known.agency, known.service, known.definition, tx);
    const { queued } = await this.allOf(tx, definition, known);
    return () => this.queue.add(queued);
  }

  /** One message after the other for the whole journal of a case. */
  private async allOf(tx: Tx, definition: SopDefinition, known: CaseOfLicence): Promise<{ queued: QueuedMessage[]; told: string | null }> {
    const events = await tx.run<{ seq: number; event: CaseEvent }>(EVENTS_OF_CASE, [known.agency, known.application_id]);
    let told: string | null = null;
    const queued: QueuedMessage[] = [];
    for (const { seq, event } of events) {
      const plans = this.plan(definition, { agency: known.agency, event }, told);
      told = lastSentStatus(plans, told);
      queued.push(...(await this.leave(tx, known, seq, plans)));
    }
    await tx.run(SET_TOLD, [known.agency, known.id_izin, told]);
    return { queued, told };
  }

  private plan(
    definition: SopDefinition,
    { agency, event }: { agency: string; event: CaseEvent },
    told: string | null,
  ): readonly Planned[] {
    const oss = this.registry.agency(agency).oss;
    return oss ? planned(definition, oss, event, told) : [];
  }

  private async leave(tx: Tx, of: CaseOfLicence, seq: number, plans: readonly Planned[]): Promise<QueuedMessage[]> {
    if (plans.length === 0) return [];
    const now = this.clock.now();
    const rows = plans.map(({ call, kdStatus, task, body }, place) => ({
      agency: of.agency,
      id: newId(now),
      id_izin: of.id_izin,
      application_id: of.application_id,
      task_id: task,
      event_seq: seq,
      place,
      call,
      kd_status: kdStatus,
      body,
      created_at: now.toISOString(),
    }));
    return tx.run<QueuedMessage>(INSERT_MESSAGES, [JSON.stringify(rows)]);
  }

  /** The clerk has entered the file in OSS, and named it: by its NIB we find out which licence it is there. */
  private async entered(tx: Tx, { oss }: SopDefinition, { agency, application_id: application, seq, event }: News): Promise<void> {
    const entry = event.type === 'completed' ? (event.data['oss'] as { ossId?: string; nib?: string } | undefined) : undefined;
    if (oss && entry?.ossId) await this.inbox.leaveEntry(tx, agency, { application, seq, ossId: entry.ossId, nib: entry.nib ?? null });
  }
}

function publishedByHand(definition: SopDefinition, event: CaseEvent): boolean {
  if (event.type !== 'completed' || event.data['mode'] === 'api') return false;
  const step = stepOf(definition, event.step);
  return step.does === 'publish-in-oss' && outcomeOf(step, event.outcome)?.means === 'published';
}

interface News extends Omit<CaseOfLicence, 'id_izin'> {
  readonly seq: number;
  readonly event: CaseEvent;
  readonly id_izin: string | null;
  readonly told: string | null;
}
