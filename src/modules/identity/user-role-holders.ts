import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import type { HeldRole } from '../../kernel/principal.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/tx.js';
import type { RoleHolders } from '../../workflow/role-holders.js';

const HELD = statement(
  'user.held-roles',
  `select held->>'role' as role, held->>'section' as section from users, jsonb_array_elements(roles) held
    where agency = $1 and disabled_at is null
    union
   select role, section from stand_ins where agency = $1 and ended_at is null and starts_at <= $2 and ends_at > $2`,
);

/** The roles that users of the built-in issuer hold, by themselves or for somebody; one who may not come any more holds none. */
@Injectable()
export class UserRoleHolders implements RoleHolders {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async held(agency: string): Promise<readonly HeldRole[] | null> {
    if (this.config.oidcIssuer !== undefined) return null;
    const rows = await this.database.read<{ role: string; section: string | null }>(HELD, [agency, this.clock.now()]);
    return rows.map(({ role, section }) => ({ role, ...(section !== null && { section }) }));
  }
}
