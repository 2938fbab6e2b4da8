import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import type { Principal } from '../../kernel/principal.js';
import { Audit } from '../../platform/audit/audit.js';
import type { StandInRow } from '../../platform/auth/stand-in.entity.js';
import { StandIns } from '../../platform/auth/stand-ins.js';
import { statement, type Tx } from '../../platform/database/tx.js';
import type { UserRow } from './user.entity.js';

/** Of a holder: what they hold no longer. Of a deputy: everything, once the account is disabled. */
const END_UNHELD = statement(
  'stand-in.end-unheld',
  `update stand_ins s set ended_at = $3, ended_by = $4
    where s.agency = $1 and s.ended_at is null and s.ends_at > $3
      and ((s.holder_id = $2 and ($6 or not $5::jsonb @> jsonb_build_array(jsonb_strip_nulls(jsonb_build_object('role', s.role, 'section', s.section)))))
           or (s.deputy_id = $2 and $6))
    returning *`,
);

/** Periods of acting officials end with what they stand on: the holder's role, and both accounts. */
@Injectable()
export class ActingPeriods {
  constructor(
    private readonly standIns: StandIns,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** After a change of an account; call `forget` once that is committed. */
  async endUnheld(tx: Tx, actor: Principal, { agency, id, roles, disabled_at: disabled }: UserRow): Promise<void> {
    const now = this.clock.now();
    const params = [agency, id, now, actor.id, JSON.stringify(roles), disabled !== null];
    for (const row of await tx.run<StandInRow>(END_UNHELD, params)) {
      const { role, section, kind: as, holder_id: holder, deputy_id: deputy, starts_at: from, ends_at: until } = row;
      const data = { id: row.id, role, section, as, holder, deputy, from, until };
      await this.audit.note(tx, { agency, kind: 'stand-in-ended', actor, data });
    }
  }

  forget(): void {
    this.standIns.forget();
  }
}
