import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { DAY_MS } from '../../../kernel/local-time.js';
import { Refusal } from '../../../kernel/refusal.js';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/tx.js';
import { RecurringJobs } from '../../../platform/queue/recurring-jobs.js';
import { RateLimits } from '../../../platform/rate/rate-limits.js';
import type { About } from '../client/about.js';
import type { OssExchange } from '../wire/mask.js';
import { callerKey } from './caller-key.js';
import { OssJournal, type CallOutcome } from './oss-journal.js';

const EVERY_MS = 3_600_000;
const BATCH = 2000;

const DELETE_OLD = statement(
  'oss.refused-delete',
  `delete from oss_calls where ctid = any(array(select ctid from oss_calls where stranger and at < $1 limit ${BATCH})) returning id`,
);

/** Calls of whoever did not prove to be OSS: a few per address go into the journal, shortened, and stay there for days. */
@Injectable()
export class RefusedCalls implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly journal: OssJournal,
    private readonly limits: RateLimits,
    private readonly recurringJobs: RecurringJobs,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.recurringJobs.add({
      name: 'oss-refused-calls',
      everyMs: EVERY_MS,
      pauseMs: 0,
      work: async (stopping) => void (await this.deleteOld(stopping)),
    });
  }

  /** False where that address has called too often, and nothing more of it is kept. */
  async record(address: string, exchange: OssExchange, about: About, outcome: CallOutcome): Promise<boolean> {
    if (!(await this.mayCall(address))) return false;
    await this.journal.record(exchange, about, outcome, true);
    return true;
  }

  /** Answers how many were deleted. */
  async deleteOld(stopping?: AbortSignal): Promise<number> {
    const before = new Date(this.clock.now().getTime() - this.config.ossRefusedDays * DAY_MS);
    let deleted = 0;
    for (let rows = BATCH; rows === BATCH && !stopping?.aborted;) deleted += rows = (await this.database.run(DELETE_OLD, [before])).length;
    return deleted;
  }

  private async mayCall(address: string): Promise<boolean> {
    try {
      await this.limits.take('ossRefused', callerKey(address));
      return true;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  }
}
