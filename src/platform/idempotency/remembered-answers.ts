import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../database/database.js';
import { statement } from '../database/tx.js';
import { RecurringJobs } from '../queue/recurring-jobs.js';

/** For how long a request that comes again gets the answer of the first. */
export const REMEMBERED_MS = 7 * 86_400_000;
const BATCH = 5000;

const FORGET = statement(
  'idempotency.forget',
  `delete from idempotency_keys where ctid in (select ctid from idempotency_keys where at < $1 limit ${BATCH}) returning 1 as one`,
);

/** Forgets answers that nobody asks for again: they say what a case was, and must not outlive it. */
@Injectable()
export class RememberedAnswers implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly recurringJobs: RecurringJobs,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.recurringJobs.add({ name: 'forget-answers', everyMs: 3_600_000, pauseMs: 100, work: () => this.forget() });
  }

  async forget(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - REMEMBERED_MS);
    while ((await this.database.run(FORGET, [before])).length === BATCH);
  }
}
