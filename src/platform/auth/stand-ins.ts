import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import type { ActingFor, HeldRole, Principal } from '../../kernel/principal.js';
import { refusal } from '../../kernel/refusal.js';
import { Database } from '../database/database.js';
import { statement, type Tx } from '../database/tx.js';
import type { StandInRow } from './stand-in.entity.js';

export const standInOver = refusal('forbidden', 'STAND_IN_OVER', {
  id: 'Penunjukan Anda sebagai pengganti {name} sudah berakhir.',
  en: 'You no longer stand in for {name}.',
});

/** A role that is never handed on: whoever manages accounts would give it away for good. */
export const NOT_DELEGABLE = 'admin';

/** Who is named as the holder of a seat that nobody holds. */
export const VACANT = '00000000-0000-0000-0000-000000000000';

const HELD = `jsonb_build_array(jsonb_strip_nulls(jsonb_build_object('role', s.role, 'section', s.section)))`;

/** Whether holder and deputy still are who they were: an official who is not disabled, and the holder of that very role. */
const STANDS = `s.role <> '${NOT_DELEGABLE}'
  and (s.holder_id = '${VACANT}'
       or exists (select 1 from users u where u.agency = s.agency and u.id = s.holder_id::uuid and u.disabled_at is null and u.roles @> ${HELD})
       or exists (select 1 from known_people k where k.agency = s.agency and k.id = s.holder_id::uuid and k.roles @> ${HELD}))
  and not exists (select 1 from users u where u.agency = s.agency and u.id = s.deputy_id::uuid
                     and (u.disabled_at is not null or u.roles = '[{"role": "applicant"}]'))`;

const RUNNING = statement('stand-in.running', `select s.* from stand_ins s where s.ended_at is null and s.ends_at > $1 and ${STANDS}`);
const CONFIRM = statement(
  'stand-in.confirm',
  `select 1 from stand_ins s
    where s.agency = $1 and s.id = $2 and s.ended_at is null and s.starts_at <= $3 and s.ends_at > $3 and ${STANDS} for share of s`,
);

/** How long another node may not know of a period that was named a moment ago. */
const FRESH_MS = 1000;

/**
 * Who stands in for whom: the one place where the roles of a principal grow. The few periods that have not ended are remembered for
 * a second, so that a request costs no query; they begin and end by the clock. What somebody does as a stand-in is confirmed in its
 * transaction, so that a period that was ended on another node has ended here too.
 */
@Injectable()
export class StandIns {
  private known: { readonly rows: Promise<readonly StandInRow[]>; readonly until: number } | undefined;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The same person with the roles that they hold as a stand-in now. */
  async extend(principal: Principal): Promise<Principal> {
    const acting = (await this.of(principal)).map(asHeld);
    return acting.length === 0 ? principal : { ...principal, roles: [...principal.roles, ...acting] };
  }

  /** The periods in which somebody stands in for others now. */
  async of({ agency, id, kind }: Principal): Promise<readonly StandInRow[]> {
    if (kind !== 'person') return [];
    const now = this.clock.now();
    const rows = await this.running();
    return rows.filter((row) => row.agency === agency && row.deputy_id === id && row.starts_at <= now && row.ends_at > now);
  }

  /** Refuses when the period has ended meanwhile; it cannot be ended before the transaction has. */
  async confirm(tx: Tx, agency: string, acting: ActingFor | undefined): Promise<void> {
    if (!acting) return;
    const [running] = await tx.run(CONFIRM, [agency, acting.standIn, this.clock.now()]);
    if (running) return;
    this.forget();
    throw standInOver({ name: acting.name });
  }

  /** A period was named or ended: the next request looks again. */
  forget(): void {
    this.known = undefined;
  }

  private running(): Promise<readonly StandInRow[]> {
    const at = performance.now();
    if (!this.known || this.known.until < at) {
      const rows = this.database.run<StandInRow>(RUNNING, [this.clock.now()]);
      this.known = { rows, until: at + FRESH_MS };
      rows.catch(() => this.forget());
    }
    return this.known.rows;
  }
}

function asHeld({ id, role, section, kind, holder_id, holder_name }: StandInRow): HeldRole {
  return { role, ...(section !== null && { section }), actingFor: { standIn: id, id: holder_id, name: holder_name, kind } };
}
