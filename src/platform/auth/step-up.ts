import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import type { Principal } from '../../kernel/principal.js';
import { CONFIG, type Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { statement, type Tx } from '../database/tx.js';
import { stepUpRequired } from './auth-refusals.js';
import type { Action } from './permissions.js';

const AUTHENTICATED = statement(
  'session.authenticated-at',
  `select coalesce(authenticated_at, started_at) as at from sessions where agency = $1 and id = $2 and ended_at is null`,
);

/** What counts as administration: its commands need an authentication that is not long ago. */
const ADMINISTRATION: ReadonlySet<Action> = new Set<Action>([
  'staff.manage',
  'applicants.manage',
  'stand-ins.name',
  'books.seed',
  'calendar.change',
  'calendar.approve',
  'notifications.manage',
  'webhooks.manage',
]);

/** By how much the clock of an outside issuer may be ahead of ours. */
const SKEW_MS = 60_000;

/**
 * Before signing and administration somebody has authenticated within `STEP_UP_MINUTES`: the one place that decides it, for both transports
 * and for commands that come in bulk.
 */
@Injectable()
export class StepUp {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Refuses an administrative command of somebody whose authentication is too long ago. */
  async confirmAdministration(principal: Principal, action: Action): Promise<void> {
    if (ADMINISTRATION.has(action)) await this.confirm(principal);
  }

  /** Refuses what needs a fresh authentication; in a transaction by its own connection. */
  async confirm(principal: Principal, tx?: Tx): Promise<void> {
    const { stepUpMinutes: minutes } = this.config;
    if (minutes === 0 || principal.kind === 'system') return;
    const at = await this.authenticatedAt(principal, tx);
    const now = this.clock.now().getTime();
    if (at && at.getTime() > now - minutes * 60_000 && at.getTime() <= now + SKEW_MS) return;
    throw stepUpRequired({ minutes });
  }

  /** Asked of the database: another node may have renewed it. Of an outside issuer the token says it, or nobody does. */
  private async authenticatedAt({ agency, session, authenticatedAt }: Principal, tx: Tx | undefined): Promise<Date | undefined> {
    if (session === undefined) return authenticatedAt;
    const rows = await (tx
      ? tx.run<{ at: Date }>(AUTHENTICATED, [agency, session])
      : this.database.run<{ at: Date }>(AUTHENTICATED, [agency, session]));
    return rows[0]?.at;
  }
}
