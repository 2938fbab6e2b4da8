import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Principal } from '../../../kernel/principal.js';
import { inputInvalid } from '../../../platform/api/problem.js';
import { Audit } from '../../../platform/audit/audit.js';
import { sessionEnded } from '../../../platform/auth/auth-refusals.js';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import type { CallerAddress } from '../../../platform/rate/caller.js';
import { RateLimits } from '../../../platform/rate/rate-limits.js';
import { userNotFound } from '../identity-refusals.js';
import { SessionsService } from '../sessions.service.js';
import { SignInFailures } from '../sign-in-failures.js';
import { SignInService } from '../sign-in.service.js';
import { Users } from '../users.js';
import { FactorCheck } from './factor-check.js';
import { stepUpElsewhere } from './second-factor-refusals.js';
import { PASSWORD_MISSING, type StepUpInput } from './second-factor.input.js';
import type { StepUpView } from './second-factor.view.js';

/** Renews the authentication of a session: by a code where the account has a second factor, by the password otherwise. */
@Injectable()
export class StepUpService {
  constructor(
    private readonly database: Database,
    private readonly check: FactorCheck,
    private readonly signIns: SignInService,
    private readonly failures: SignInFailures,
    private readonly sessions: SessionsService,
    private readonly users: Users,
    private readonly audit: Audit,
    private readonly limits: RateLimits,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async renew(principal: Principal, { password, code }: StepUpInput, address: CallerAddress): Promise<StepUpView> {
    const { agency, id, name, session } = principal;
    if (session === undefined) throw stepUpElsewhere();
    await this.limits.take('signIn', `${agency} ${id}`);
    const user = await this.users.find(agency, id);
    if (!user) throw userNotFound();
    const byCode = await this.check.has(user);
    if (!byCode) {
      if (password === undefined) throw inputInvalid({}, [{ pointer: '/password', detail: PASSWORD_MISSING }]);
      await this.signIns.confirmPassword(principal, password, address);
    } else await this.failures.refuseLocked([user], address);
    await this.check.counted(user, address, () =>
      this.database.transaction(async (tx) => {
        const factor = await this.check.pass(tx, user, code);
        if (!(await this.sessions.renew(tx, agency, session))) throw sessionEnded();
        const data = { by: factor === 'none' ? 'password' : factor };
        await this.audit.note(tx, { agency, kind: 'stepped-up', actor: { id, name }, data });
      }),
    );
    await this.failures.succeeded(user, address);
    const now = this.clock.now();
    const { stepUpMinutes: minutes } = this.config;
    return {
      authenticatedAt: now.toISOString(),
      until: minutes === 0 ? null : new Date(now.getTime() + minutes * 60_000).toISOString(),
    };
  }
}
