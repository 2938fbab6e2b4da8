import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import type { Principal } from '../../kernel/principal.js';
import { CONFIG, type Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { statement, type Tx } from '../database/tx.js';
import { signingPaused } from './auth-refusals.js';
import { StepUp } from './step-up.js';

/** Given by somebody else after the account was there: whoever is new has no signature that another person could use. */
const GIVEN = statement(
  'user.password-given',
  `select password_given_at as at from users
    where agency = $1 and id = $2 and password_given_at > $3 and (created_at is null or password_given_at > created_at)`,
);

/** What is put under a letter. */
export type Mark = 'initials' | 'signature';

/** Whether somebody may put their mark under a letter now: the one place that decides it, for the SOP's steps and for signing services. */
@Injectable()
export class SigningGuard {
  constructor(
    private readonly database: Database,
    private readonly stepUp: StepUp,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Refuses a while after another person has reset their password, and signatures also without a fresh authentication. */
  async confirm(principal: Principal, mark: Mark, tx?: Tx): Promise<void> {
    if (principal.kind === 'system') return;
    await this.confirmPause(principal, tx);
    if (mark === 'signature') await this.stepUp.confirm(principal, tx);
  }

  private async confirmPause({ agency, id }: Principal, tx: Tx | undefined): Promise<void> {
    const { signingPauseHours: hours } = this.config;
    if (hours === 0 || this.config.oidcIssuer !== undefined) return;
    const pauseMs = hours * 3_600_000;
    const params = [agency, id, new Date(this.clock.now().getTime() - pauseMs)];
    const [given] = await (tx ? tx.run<{ at: Date }>(GIVEN, params) : this.database.run<{ at: Date }>(GIVEN, params));
    if (given) throw signingPaused({ hours, until: new Date(given.at.getTime() + pauseMs).toISOString() });
  }
}
