import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { Clock } from '../../kernel/clock.js';
import { Refusal } from '../../kernel/refusal.js';
import { doubledWait } from '../../kernel/waits.js';
import { Audit } from '../../platform/audit/audit.js';
import { LETTER_CHANGED } from '../../platform/audit/refusal.interceptor.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { OutboxRelay, type OutboxHandler, type OutboxMessage } from '../../platform/outbox/outbox-relay.js';
import { SIGNING_WAITS } from '../../platform/signing/signing-identities.js';
import { RecurringJobs } from '../../platform/queue/recurring-jobs.js';
import { ApplicationRow } from '../../workflow/application.entity.js';
import { PAPER_SOURCES, type PaperSource } from '../../workflow/paper-source.js';
import { CLAIM_TASKS, LEAVE_TASKS, PAPERS_JOB, TASK_DONE, TASK_FAILED } from './paper-statements.js';
import type { PaperTaskRow } from './paper.entity.js';
import { Printer } from './printer.js';

const EVERY_MS = 5000;
/** After this long somebody else may take what a worker has claimed. */
const LEASE_MS = 60_000;
const BATCH = 5;
/** Printing is the heaviest work there is: where requests are answered by the same process, it takes a fifth of its time. */
const REST = 4;
const LONGEST_WAIT_S = 3600;
/** What the administrator can put right; the paper comes out by itself then. */
const WAITS: readonly string[] = [...SIGNING_WAITS, 'TIME_STAMP_UNAVAILABLE'];

/** Prints what events have left behind, after their commit and on a worker. Drafts are printed when somebody asks for them. */
@Injectable()
export class PaperOutboxHandler implements OutboxHandler, OnModuleInit {
  private readonly logger = new Logger('Papers');
  private readonly sources: ReadonlyMap<string, PaperSource>;
  /** Whose tasks were taken last: the next batch begins with the agency after it. */
  private lastAgency = '';

  constructor(
    private readonly database: Database,
    private readonly printer: Printer,
    private readonly recurringJobs: RecurringJobs,
    private readonly relay: OutboxRelay,
    private readonly clock: Clock,
    private readonly audit: Audit,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(PAPER_SOURCES) sources: readonly PaperSource[],
  ) {
    this.sources = new Map(sources.map((source) => [source.record, source]));
  }

  onModuleInit(): void {
    this.relay.add(this);
    this.recurringJobs.add({ name: PAPERS_JOB, everyMs: EVERY_MS, pauseMs: 0, work: (stopping) => this.work(stopping) });
  }

  /** Leaves a row per record; printing is not done in anybody's transaction. */
  async handle(tx: Tx, messages: readonly OutboxMessage[]): Promise<() => void> {
    await tx.run(LEAVE_TASKS, [
      messages.map(({ agency }) => agency),
      messages.map(({ application_id }) => application_id),
      messages.map(({ seq }) => seq),
      [...this.sources.keys()],
    ]);
    return () => undefined;
  }

  private async work(stopping: AbortSignal): Promise<void> {
    for (let taken = BATCH; taken === BATCH && !stopping.aborted;) {
      const now = this.clock.now();
      const lease = new Date(now.getTime() + LEASE_MS);
      const tasks = await this.database.transaction((tx) =>
        tx.run<PaperTaskRow & Record<string, unknown>>(CLAIM_TASKS, [now, lease, BATCH, this.lastAgency]),
      );
      this.lastAgency = tasks.at(-1)?.agency ?? this.lastAgency;
      for (const task of tasks) await this.inTurn(task, stopping);
      taken = tasks.length;
    }
  }

  /** What is left when the process stops is taken up by whoever comes after the lease. */
  private async inTurn(task: PaperTaskRow, stopping: AbortSignal): Promise<void> {
    if (stopping.aborted) return;
    const from = performance.now();
    await this.one(task);
    if (this.config.role.includes('api'))
      await sleep(REST * (performance.now() - from), undefined, { signal: stopping }).catch(() => undefined);
  }

  /** One record that cannot be printed holds up no other: it waits, longer each time. */
  private async one(task: PaperTaskRow): Promise<void> {
    const key = [task.agency, task.application_id, task.seq, task.record, task.subject_id];
    try {
      await this.printAll(task);
      await this.database.transaction((tx) => tx.run(TASK_DONE, key));
    } catch (error) {
      const { message } = error as Error;
      this.logger.error(`${task.record} ${task.subject_id}: ${message}`);
      if (error instanceof Refusal && error.code === LETTER_CHANGED && task.attempts === 1)
        await this.audit.note(undefined, {
          agency: task.agency,
          kind: 'letter-not-printed',
          data: { letter: task.subject_id, why: message },
        });
      const wait = doubledWait(1, task.attempts, LONGEST_WAIT_S);
      const notBefore = new Date(this.clock.now().getTime() + wait * 1000);
      const waitsFor = error instanceof Refusal && WAITS.includes(error.code) ? error.code : null;
      await this.database.transaction((tx) => tx.run(TASK_FAILED, [...key, notBefore, message.slice(0, 500), waitsFor]));
    }
  }

  private async printAll({ agency, record, subject_id: subject }: PaperTaskRow): Promise<void> {
    const found = await this.sources.get(record)?.read(agency, subject);
    if (!found) return;
    const final = found.papers.filter(({ draft }) => !draft);
    if (final.length === 0) return;
    const application = await this.database.source.manager.findOneByOrFail(ApplicationRow, { agency, id: found.applicationId });
    for (const facts of final) {
      const paper = await this.printer.frozen(application, subject, facts);
      // What is signed elsewhere is printed when its signer signs.
      if (paper.sha256.length === 0 && !paper.remote) await this.printer.print(paper);
    }
  }
}
