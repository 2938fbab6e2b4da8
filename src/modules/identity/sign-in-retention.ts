import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/tx.js';
import { RecurringJobs } from '../../platform/queue/recurring-jobs.js';
import { FORGOTTEN_MS, PLACE_KEPT_MS } from './sign-in-failures.js';

/** A token that is presented so long after its session is simply unknown. */
const SESSIONS_KEPT_MS = 30 * 86_400_000;

/** Officials of an outside issuer who have not come for so long have left. */
const PEOPLE_KEPT_MS = 366 * 86_400_000;

const SESSIONS = statement('forget.sessions', `delete from sessions where expires_at < $1`);
const FAILURES = statement(
  'forget.failures',
  `delete from sign_in_failures where last_at < $1 and (locked_until is null or locked_until < $2)`,
);
const PLACES = statement('forget.sign-in-places', `delete from sign_in_places where seen_at < $1`);
const PEOPLE = statement('forget.people', `delete from known_people where seen_at < $1`);
const LIMITS = statement('forget.limits', `delete from rate_limits where free_at < $1`);

/** Sessions that are long over, people who have left, and counts that count for nothing any more. */
@Injectable()
export class SignInRetention implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly recurringJobs: RecurringJobs,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.recurringJobs.add({ name: 'forget-sign-ins', everyMs: 3_600_000, pauseMs: 100, work: () => this.run() });
  }

  async run(): Promise<void> {
    const now = this.clock.now();
    const before = (ms: number) => new Date(now.getTime() - ms);
    await this.database.run(SESSIONS, [before(SESSIONS_KEPT_MS)]);
    await this.database.run(FAILURES, [before(FORGOTTEN_MS), now]);
    await this.database.run(PLACES, [before(PLACE_KEPT_MS)]);
    await this.database.run(LIMITS, [now]);
    await this.database.run(PEOPLE, [before(PEOPLE_KEPT_MS)]);
  }
}
