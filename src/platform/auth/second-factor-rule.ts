import { Inject, Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/principal.js';
import { CONFIG, type Config } from '../config/config.js';
import { AgencyRoles } from './agency-roles.js';
import type { Action } from './permissions.js';

/** What is open before a required second factor is there: enrolling it, and signing out. */
const OPEN: ReadonlySet<Action> = new Set<Action>(['second-factor.own', 'me.read', 'sessions.end']);

/** Who has to have a second factor: administrators and whoever may sign, for themselves or for somebody. An outside issuer has rules of its own. */
@Injectable()
export class SecondFactorRule {
  constructor(
    private readonly roles: AgencyRoles,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  requiredOf({ agency, roles, kind }: Pick<Principal, 'agency' | 'roles' | 'kind'>): boolean {
    if (this.config.secondFactor !== 'required' || this.config.oidcIssuer !== undefined || kind === 'system') return false;
    return roles.some(({ role }) => role === 'admin' || this.roles.maySign(agency, role));
  }

  /** Whether something stays open without the factor. */
  opens(action: Action): boolean {
    return OPEN.has(action);
  }
}
