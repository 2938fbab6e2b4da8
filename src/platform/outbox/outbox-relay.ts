import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../database/database.js';
import { statement, type Tx } from '../database/tx.js';
import { RecurringJobs } from '../queue/recurring-jobs.js';
import { OUTBOX_OPEN } from './outbox-gate.js';
import { OUTBOX_JOB } from './outbox-job.js';

/** An event that nobody outside the transaction that wrote it has heard of yet. */
export interface OutboxMessage {
  readonly agency: string;
  readonly application_id: string;
  readonly seq: number;
}

/** What is done about events, in the transaction that takes them out of the outbox. */
export interface OutboxHandler {
  /** Leaves rows; answers what is to be done once they are committed. What it throws puts the messages back. */
  handle(tx: Tx, messages: readonly OutboxMessage[]): Promise<() => void>;
}

const BATCH = 100;
/** Only for wake-ups that were lost: a second between two rounds costs an idle service 2 % of a core. */
const EVERY_MS = 3000;
/** As long as a clerk may wait for an inbox to move by itself; what comes meanwhile is written in one go. */
const PAUSE_MS = 250;
const LONGEST_WAIT_S = 600;

const TAKE = statement(
  'outbox.take',
  `delete from outbox o using (
     select agency, application_id, seq from outbox where (not_before is null or not_before <= $1) and ${OUTBOX_OPEN}
      order by agency, application_id, seq limit $2 for update skip locked
   ) due
   where o.agency = due.agency and o.application_id = due.application_id and o.seq = due.seq
   returning o.agency, o.application_id, o.seq`,
);
const NEXT = statement(
  'outbox.next',
  `select agency, application_id, seq from outbox where (not_before is null or not_before <= $1) and ${OUTBOX_OPEN}
    order by agency, application_id, seq limit $2 for update skip locked`,
);
const REMOVE = statement('outbox.remove', `delete from outbox where agency = $1 and application_id = $2 and seq = $3`);
const PUT_OFF = statement(
  'outbox.put-off',
  `update outbox set attempts = attempts + 1, last_error = $4,
          not_before = $5::timestamptz + make_interval(secs => least(2 ^ least(attempts, 20), ${LONGEST_WAIT_S}))
    where agency = $1 and application_id = $2 and seq = $3`,
);

/**
 * Takes events out of the outbox, in batches; several relays at once each take other ones. What one handler throws undoes what all
 * have left for that batch: an event has been handled by all of them, or is still in the outbox.
 */
@Injectable()
export class OutboxRelay {
  private readonly logger = new Logger('Outbox');
  private readonly handlers: OutboxHandler[] = [];

  constructor(
    private readonly database: Database,
    private readonly recurringJobs: RecurringJobs,
    private readonly clock: Clock,
  ) {}

  /** Called while the modules start, on processes that work: without a handler nothing is taken out. */
  add(handler: OutboxHandler): void {
    this.handlers.push(handler);
    this.recurringJobs.add({ name: OUTBOX_JOB, everyMs: EVERY_MS, pauseMs: PAUSE_MS, work: (stopping) => this.drain(stopping) });
  }

  /** Until nothing is left that is due, or the process stops. */
  async drain(stopping?: AbortSignal): Promise<void> {
    for (let taken = BATCH; taken === BATCH && !stopping?.aborted;)
      taken = await this.batch().catch((error: Error) => this.oneByOne(error));
  }

  private async batch(): Promise<number> {
    const { after, taken } = await this.database.transaction(async (tx) => {
      const messages = await tx.run<OutboxMessage>(TAKE, [this.clock.now(), BATCH]);
      if (messages.length === 0) return { taken: 0, after: undefined };
      return { taken: messages.length, after: await this.handle(tx, messages) };
    });
    after?.();
    return taken;
  }

  private async handle(tx: Tx, messages: readonly OutboxMessage[]): Promise<() => void> {
    const afters: (() => void)[] = [];
    for (const handler of this.handlers) afters.push(await handler.handle(tx, messages));
    return () => afters.forEach((after) => after());
  }

  /** One event that cannot be handled holds up no other: it waits, longer each time, and the rest goes on. */
  private async oneByOne(cause: Error): Promise<number> {
    this.logger.warn(`a batch failed, one by one now: ${cause.message}`);
    for (let n = 0; n < BATCH; n++) {
      const after = await this.database.transaction(async (tx) => {
        const [message] = await tx.run<OutboxMessage>(NEXT, [this.clock.now(), 1]);
        return message && (await this.one(tx, message));
      });
      if (!after) return n;
      after();
    }
    return BATCH;
  }

  private async one(tx: Tx, message: OutboxMessage): Promise<() => void> {
    const { agency, application_id, seq } = message;
    const key = [agency, application_id, seq];
    try {
      // A savepoint: what the handler wrote before it failed must go, and the row that is locked must stay so.
      return await tx.em.transaction(async () => {
        const after = await this.handle(tx, [message]);
        await tx.run(REMOVE, key);
        return after;
      });
    } catch (error) {
      this.logger.error(`event ${seq} of ${application_id}: ${(error as Error).message}`);
      await tx.run(PUT_OFF, [...key, (error as Error).message.slice(0, 500), this.clock.now()]);
      return () => undefined;
    }
  }
}
