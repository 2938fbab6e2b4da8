import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Clock } from '../../kernel/clock.js';
import { doubledWait } from '../../kernel/waits.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/tx.js';
import { signInLocked } from './identity-refusals.js';

const LOCKED = statement(
  'sign-in.locked',
  `select kind, locked_until from sign_in_failures where (kind, subject) in (('account', $1), ('address', $2))`,
);
const FAILED = statement(
  'sign-in.failed',
  `insert into sign_in_failures (kind, subject, failures, last_at) values ($1, $2, 1, $3)
   on conflict (kind, subject) do update set last_at = $3,
     failures = case when sign_in_failures.last_at < $4 then 1 else sign_in_failures.failures + 1 end
   returning failures`,
);
const LOCK = statement('sign-in.lock', `update sign_in_failures set locked_until = $3 where kind = $1 and subject = $2`);
const FORGIVE = statement('sign-in.forgive', `delete from sign_in_failures where kind = 'account' and subject = $1`);

/** The first lock; each further failure doubles it. */
const LOCK_MS = 60_000;
const LONGEST_LOCK_MS = 3_600_000;
/** Failures are forgotten after a day without one. */
export const FORGOTTEN_MS = 86_400_000;

/**
 * Wrong passwords in a row, by account and by network address, on all nodes together. An account that does not exist is locked like
 * one that does, so that nobody learns which there are.
 */
@Injectable()
export class SignInFailures {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Refuses while account or address is locked; answers whether the account has failed lately. */
  async refuseLocked(username: string, address: string): Promise<boolean> {
    const now = this.clock.now().getTime();
    const rows = await this.database.read<{ kind: string; locked_until: Date | null }>(LOCKED, [subjectOf(username), address]);
    const until = Math.max(...rows.map((row) => row.locked_until?.getTime() ?? 0), 0);
    if (until > now) {
      const seconds = Math.ceil((until - now) / 1000);
      throw signInLocked({ seconds }, [], { retryAfter: seconds });
    }
    return rows.some(({ kind }) => kind === 'account');
  }

  async note(username: string, address: string): Promise<void> {
    await this.count('account', subjectOf(username), this.config.signInFailures);
    await this.count('address', address, this.config.signInFailuresPerAddress);
  }

  /** The right password: those before were slips. What the address has guessed at others is not forgiven by it. */
  async forgive(username: string): Promise<void> {
    await this.database.read(FORGIVE, [subjectOf(username)]);
  }

  private async count(kind: 'account' | 'address', subject: string, most: number): Promise<void> {
    const now = this.clock.now();
    const [row] = await this.database.read<{ failures: number }>(FAILED, [kind, subject, now, new Date(now.getTime() - FORGOTTEN_MS)]);
    const beyond = row!.failures - most;
    if (beyond < 0) return;
    const lock = doubledWait(LOCK_MS, beyond, LONGEST_LOCK_MS);
    await this.database.read(LOCK, [kind, subject, new Date(now.getTime() + lock)]);
  }
}

/** People type their password into the wrong field: what is kept cannot be read. */
function subjectOf(username: string): string {
  return createHash('sha256').update(username).digest('base64url');
}
