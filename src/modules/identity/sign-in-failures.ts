import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Clock } from '../../kernel/clock.js';
import { doubledWait } from '../../kernel/waits.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/tx.js';
import { signInLocked } from './identity-refusals.js';

/** Locks of accounts at this address, of accounts, of the address; and at which accounts this address is known. */
const LOCKED = statement(
  'sign-in.locked',
  `select kind, subject, locked_until from sign_in_failures
    where kind = 'place' and subject = any($1::text[]) or kind = 'account' and subject = any($2::text[])
       or kind = 'address' and subject = $3
    union all
   select 'known', subject, null from sign_in_places where subject = any($1::text[]) and seen_at > $4`,
);
const KNOWN = statement('sign-in.known-place', `select 1 from sign_in_places where subject = $1 and seen_at > $2`);
const FAILED = statement(
  'sign-in.failed',
  `insert into sign_in_failures (kind, subject, failures, last_at) values ($1, $2, 1, $3)
   on conflict (kind, subject) do update set last_at = $3,
     failures = case when sign_in_failures.last_at < $4 then 1 else sign_in_failures.failures + 1 end
   returning failures`,
);
const LOCK = statement('sign-in.lock', `update sign_in_failures set locked_until = $3 where kind = $1 and subject = $2`);
const SUCCEEDED = statement(
  'sign-in.succeeded',
  `with forgiven as (delete from sign_in_failures where kind = 'place' and subject = any($1::text[]))
   insert into sign_in_places (subject, seen_at) select unnest($1::text[]), $2
   on conflict (subject) do update set seen_at = excluded.seen_at`,
);

/** An account as the caller names it; without an agency where it is unknown. */
export interface NamedAccount {
  readonly agency?: string | undefined;
  readonly username: string;
}

type Kind = 'place' | 'account' | 'address';

interface LockedRow {
  readonly kind: Kind | 'known';
  readonly subject: string;
  readonly locked_until: Date | null;
}

/** The first lock; each further failure doubles it. */
const LOCK_MS = 60_000;
const LONGEST_LOCK_MS = 3_600_000;
/** Failures are forgotten after a day without one. */
export const FORGOTTEN_MS = 86_400_000;
/** An address from which an account has not signed in for so long is unknown to it again. */
export const PLACE_KEPT_MS = 30 * 86_400_000;

/**
 * Wrong passwords and codes, on all nodes together: for each account at each network address, and with wider limits for the account
 * and for the address. The wider ones do not lock an account at an address from which it has signed in lately, so that a stranger keeps
 * neither its owner out nor the office behind the stranger's address. An account that does not exist is locked like one that does.
 */
@Injectable()
export class SignInFailures {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Refuses where every account that is asked about is locked at this address; answers which of them are not. */
  async refuseLocked<Account extends NamedAccount>(accounts: readonly Account[], address: string): Promise<Account[]> {
    const now = this.clock.now().getTime();
    const places = accounts.map((account) => placeOf(account, address));
    const known = new Date(now - PLACE_KEPT_MS);
    const rows = await this.database.run<LockedRow>(LOCKED, [places, accounts.map(subjectOf), address, known]);
    const untilOf = (kind: Kind, subject: string) =>
      rows.find((row) => row.kind === kind && row.subject === subject)?.locked_until?.getTime() ?? 0;
    const lockedUntil = (account: Account) => {
      const place = placeOf(account, address);
      const here = untilOf('place', place);
      if (rows.some((row) => row.kind === 'known' && row.subject === place)) return here;
      return Math.max(here, untilOf('account', subjectOf(account)), untilOf('address', address));
    };
    const open = accounts.filter((account) => lockedUntil(account) <= now);
    if (open.length > 0) return open;
    const seconds = Math.ceil((Math.min(...accounts.map(lockedUntil)) - now) / 1000);
    throw signInLocked({ seconds }, [], { retryAfter: seconds });
  }

  /** For whom the rate limit of an address counts: an account has one of its own where it has signed in lately. */
  async rateSubject(account: NamedAccount, address: string): Promise<string> {
    const place = placeOf(account, address);
    const [known] = await this.database.run(KNOWN, [place, new Date(this.clock.now().getTime() - PLACE_KEPT_MS)]);
    return known ? place : address;
  }

  async note(accounts: readonly NamedAccount[], address: string): Promise<void> {
    for (const account of accounts) {
      await this.count('place', placeOf(account, address), this.config.signInFailures);
      await this.count('account', subjectOf(account), this.config.signInFailuresPerAccount);
    }
    await this.count('address', address, this.config.signInFailuresPerAddress);
  }

  /** Signed in: those before were slips. What others have guessed elsewhere, or this address at others, is not forgiven by it. */
  async succeeded({ agency, username }: NamedAccount, address: string): Promise<void> {
    // As it may be named next time: with its agency or without.
    const places = [placeOf({ agency, username }, address), placeOf({ username }, address)];
    await this.database.run(SUCCEEDED, [places, this.clock.now()]);
  }

  private async count(kind: Kind, subject: string, most: number): Promise<void> {
    const now = this.clock.now();
    const [row] = await this.database.run<{ failures: number }>(FAILED, [kind, subject, now, new Date(now.getTime() - FORGOTTEN_MS)]);
    const beyond = row!.failures - most;
    if (beyond < 0) return;
    const lock = doubledWait(LOCK_MS, beyond, LONGEST_LOCK_MS);
    await this.database.run(LOCK, [kind, subject, new Date(now.getTime() + lock)]);
  }
}

/** People type their password into the wrong field: what is kept cannot be read. */
function subjectOf({ agency, username }: NamedAccount): string {
  return createHash('sha256')
    .update(`${agency ?? ''}\n${username}`)
    .digest('base64url');
}

function placeOf(account: NamedAccount, address: string): string {
  return createHash('sha256')
    .update(`${subjectOf(account)}\n${address}`)
    .digest('base64url');
}
