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
  `select kind, subject, locked_until from sign_in_failures
    where kind = 'account' and subject = any($1::text[]) or kind = 'address' and subject = $2`,
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

/** An account as somebody names it; without an agency where nobody knows which it is. */
export interface NamedAccount {
  readonly agency?: string | undefined;
  readonly username: string;
}

interface LockedRow {
  readonly kind: string;
  readonly subject: string;
  readonly locked_until: Date | null;
}

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

  /** Refuses while the address is locked, or every account that is asked about; answers which of them are not. */
  async refuseLocked<Account extends NamedAccount>(accounts: readonly Account[], address: string): Promise<Account[]> {
    const now = this.clock.now().getTime();
    const rows = await this.database.read<LockedRow>(LOCKED, [accounts.map(subjectOf), address]);
    const untilOf = (kind: string, subject: string) =>
      rows.find((row) => row.kind === kind && row.subject === subject)?.locked_until?.getTime() ?? 0;
    const open = accounts.filter((account) => untilOf('account', subjectOf(account)) <= now);
    const accountsUntil = open.length > 0 ? 0 : Math.min(...accounts.map((account) => untilOf('account', subjectOf(account))));
    const until = Math.max(untilOf('address', address), accountsUntil);
    if (until <= now) return open;
    const seconds = Math.ceil((until - now) / 1000);
    throw signInLocked({ seconds }, [], { retryAfter: seconds });
  }

  async note(accounts: readonly NamedAccount[], address: string): Promise<void> {
    for (const account of accounts) await this.count('account', subjectOf(account), this.config.signInFailures);
    await this.count('address', address, this.config.signInFailuresPerAddress);
  }

  /** The right password: those before were slips. What the address has guessed at others is not forgiven by it. */
  async forgive(account: NamedAccount): Promise<void> {
    await this.database.read(FORGIVE, [subjectOf(account)]);
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
function subjectOf({ agency, username }: NamedAccount): string {
  return createHash('sha256')
    .update(`${agency ?? ''}\n${username}`)
    .digest('base64url');
}
