import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import type { HeldRole } from '../../kernel/principal.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/tx.js';
import type { EndedClaim, HeldClaim, RoleHolders } from '../../workflow/role-holders.js';

const HELD = statement(
  'user.held-roles',
  `select held->>'role' as role, held->>'section' as section from users, jsonb_array_elements(roles) held
    where agency = $1 and disabled_at is null
    union
   select role, section from stand_ins where agency = $1 and ended_at is null and starts_at <= $2 and ends_at > $2`,
);

/**
 * Claims whose holder is disabled, or has the role neither by assignment nor as acting official. People of an outside issuer are in no
 * table of ours: their roles are known only while they ask.
 */
const ENDED = statement(
  'user.ended-claims',
  `select claim.task, claim.holder, claim.role, claim.section,
          case when u.disabled_at is not null then 'account-ended' else 'role-ended' end as because
     from unnest($2::text[], $3::text[], $4::text[], $5::text[]) as claim(task, holder, role, section)
     join users u on u.agency = $1 and u.id::text = claim.holder
    where u.disabled_at is not null
       or not exists (
            select from jsonb_array_elements(u.roles) held
             where held->>'role' = claim.role and (claim.section is null or held->>'section' = claim.section))
      and not exists (
            select from stand_ins s
             where s.agency = $1 and s.deputy_id = claim.holder and s.ended_at is null and s.starts_at <= $6 and s.ends_at > $6
               and s.role = claim.role and (claim.section is null or s.section = claim.section))`,
);

/** The roles that users of the built-in issuer hold, by assignment or as acting official; a disabled user holds none. */
@Injectable()
export class UserRoleHolders implements RoleHolders {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async held(agency: string): Promise<readonly HeldRole[] | null> {
    if (this.config.oidcIssuer !== undefined) return null;
    const rows = await this.database.run<{ role: string; section: string | null }>(HELD, [agency, this.clock.now()]);
    return rows.map(({ role, section }) => ({ role, ...(section !== null && { section }) }));
  }

  async endedClaims(agency: string, claims: readonly HeldClaim[]): Promise<readonly EndedClaim[]> {
    if (claims.length === 0 || this.config.oidcIssuer !== undefined) return [];
    const columns = [
      claims.map(({ task }) => task),
      claims.map(({ holder }) => holder),
      claims.map(({ role }) => role),
      claims.map(({ section }) => section),
    ];
    return this.database.run<EndedClaim>(ENDED, [agency, ...columns, this.clock.now()]);
  }
}
