import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Refusal } from '../../../kernel/refusal.js';
import { Database } from '../../../platform/database/database.js';
import { statement, type Tx } from '../../../platform/database/tx.js';
import { stepOf } from '../../../sop/definition-lookup.js';
import { DefinitionRegistry } from '../../../workflow/definition-registry.js';
import { WorkflowService } from '../../../workflow/workflow.service.js';
import { ossAt } from '../oss-principal.js';
import { ACCEPTED, SETTLE } from './message-statements.js';
import type { NextMessage, Sent } from './next-message.js';

const TASK = statement(
  'oss.task',
  `select t.role, t.section, t.step, a.service, a.definition from tasks t join applications a on a.agency = t.agency and a.id = t.application_id
    where t.agency = $1 and t.id = $2 and t.status = 'open'`,
);

/** What the outcome of a task means when OSS has taken in what it waits for, by what was asked. */
const DONE = { validate: 'valid', publish: 'published' } as const;

/** Keeps what OSS has answered, and ends the task that waited for it: both or neither. */
@Injectable()
export class Settlement {
  private readonly logger = new Logger('Oss');

  constructor(
    private readonly database: Database,
    private readonly workflow: WorkflowService,
    private readonly registry: DefinitionRegistry,
    private readonly clock: Clock,
  ) {}

  async settle(head: NextMessage, sent: Sent): Promise<void> {
    const accepted = sent.kind === 'accepted';
    await this.database.transaction(async (tx) => {
      const now = this.clock.now();
      const [settled] = await tx.run(SETTLE, [head.agency, head.id, accepted ? 'accepted' : 'refused', sent.code, sent.sentence, now]);
      if (!settled || !accepted) return;
      await tx.run(ACCEPTED, [head.agency, head.id_izin, head.kd_status, sent.number ?? null, head.call === 'publish']);
      if (head.task_id) await this.complete(tx, head, sent);
    });
  }

  /** An official was faster: what was to be asked for is done. */
  async byHand({ agency, id }: NextMessage): Promise<void> {
    await this.database.run(SETTLE, [agency, id, 'by-hand', null, null, this.clock.now()]);
  }

  private async complete(tx: Tx, head: NextMessage, sent: Sent): Promise<void> {
    const { agency, task_id: task } = head;
    const [open] = await tx.run<OpenTask>(TASK, [agency, task]);
    if (!open) return;
    const { definition } = await this.registry.version(agency, open.service, open.definition, tx);
    const outcome = stepOf(definition, open.step).outcomes.find(({ means }) => means === DONE[head.call as keyof typeof DONE])?.key;
    if (outcome === undefined) return;
    try {
      await this.workflow.perform(tx, {
        principal: ossAt(agency, open),
        command: { type: 'complete', task: task!, outcome, note: sent.sentence },
        input: { reference: (sent.number ?? head.id_izin).slice(0, 100) },
      });
    } catch (error) {
      // It was done by hand between the look and the lock: people have seen to it.
      if (!(error instanceof Refusal)) throw error;
      this.logger.warn(`task ${task} stays with its clerk: ${error.code}`);
    }
  }
}

interface OpenTask extends Record<string, unknown> {
  readonly role: string;
  readonly section: string | null;
  readonly step: number;
  readonly service: string;
  readonly definition: string;
}
