import { Injectable } from '@nestjs/common';
import type { HeldRole } from '../../kernel/principal.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/tx.js';
import type { RoleHolders } from '../../workflow/role-holders.js';

const HELD = statement(
  'user.held-roles',
  `select distinct held->>'role' as role, held->>'section' as section from users, jsonb_array_elements(roles) held where agency = $1`,
);

/** The roles that users of the built-in issuer hold. */
@Injectable()
export class UserRoleHolders implements RoleHolders {
  constructor(private readonly database: Database) {}

  async held(agency: string): Promise<readonly HeldRole[]> {
    const rows = await this.database.read<{ role: string; section: string | null }>(HELD, [agency]);
    return rows.map(({ role, section }) => ({ role, ...(section !== null && { section }) }));
  }
}
