import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import type { Principal } from '../kernel/principal.js';
import { Refusal } from '../kernel/refusal.js';
import { Database } from '../platform/database/database.js';
import { statement } from '../platform/database/tx.js';
import { Rounds } from '../platform/queue/rounds.js';
import { DefinitionRegistry } from './definition-registry.js';
import { WorkflowService } from './workflow.service.js';

/** How long a claimed alarm is left alone: one whose worker died rings then. */
const LEASE_MS = 60_000;
const BATCH = 200;
const EVERY_MS = 1000;

const CLAIM = statement(
  'alarm.claim',
  `with due as (
     select task.agency, task.id from unnest($1::text[]) as office(code) cross join lateral (
       select agency, id from tasks
        where agency = office.code and status = 'open' and alarm_at is not null and alarm_at <= $2
        order by alarm_at limit $3 for update skip locked
     ) task
   )
   update tasks set alarm_at = $4 from due where tasks.agency = due.agency and tasks.id = due.id
   returning tasks.agency, tasks.id`,
);

/** Rings the escalation ladders of tasks. The rows of open tasks are the only schedule: whoever wakes up finds what is due. */
@Injectable()
export class Alarms implements OnModuleInit {
  private readonly logger = new Logger('Alarms');

  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
    private readonly workflow: WorkflowService,
    private readonly clock: Clock,
    private readonly rounds: Rounds,
  ) {}

  onModuleInit(): void {
    this.rounds.add({ name: 'alarms', everyMs: EVERY_MS, pauseMs: 0, work: async () => void (await this.ringDue()) });
  }

  /** Rings all that is due, batch by batch, and answers how many rang; a case that fails is told of and holds up no other. */
  async ringDue(): Promise<number> {
    let rang = 0;
    for (let claimed = await this.claim(); claimed.length > 0; claimed = await this.claim()) {
      for (const task of claimed) rang += (await this.ring(task)) ? 1 : 0;
    }
    return rang;
  }

  private claim(): Promise<DueTask[]> {
    const now = this.clock.now();
    return this.database.transaction((tx) => tx.run<DueTask>(CLAIM, [this.offices(), now, BATCH, new Date(now.getTime() + LEASE_MS)]));
  }

  /** Through the same door as a person, so that the timeline shows it. */
  private async ring({ agency, id }: DueTask): Promise<boolean> {
    try {
      await this.database.transaction((tx) =>
        this.workflow.perform(tx, { principal: systemOf(agency), command: { type: 'ring', task: id } }),
      );
      return true;
    } catch (error) {
      // The task was done meanwhile, or another worker was first.
      if (!(error instanceof Refusal)) this.logger.error({ task: id, error: error instanceof Error ? error.stack : String(error) });
      return false;
    }
  }

  private offices(): string[] {
    return this.registry.agencies().map((agency) => agency.code);
  }
}

interface DueTask {
  readonly agency: string;
  readonly id: string;
}

/** The system as an actor within one agency. */
export function systemOf(agency: string): Principal {
  return { agency, id: 'system', name: 'Terbit', kind: 'system', roles: [] };
}
