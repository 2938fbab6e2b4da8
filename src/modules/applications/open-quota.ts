import { Inject, Injectable } from '@nestjs/common';
import { refusal } from '../../kernel/refusal.js';
import type { Principal } from '../../kernel/principal.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { statement, type Tx } from '../../platform/database/tx.js';

export const tooManyOpenApplications = refusal('conflict', 'TOO_MANY_OPEN_APPLICATIONS', {
  id: 'Anda sudah mempunyai {most} permohonan yang belum selesai; selesaikan atau tarik salah satunya.',
  en: 'You have {most} unfinished applications already; finish or withdraw one of them.',
});

/** Openings of one account wait for each other. The demo's applicant is shared by everybody who tries the service: it has no quota. */
const LOCK = statement(
  'open-quota.lock',
  `select case when d.demo then null else pg_advisory_xact_lock(hashtextextended('open-quota ' || $1 || ' ' || $2, 0)) end, d.demo
     from (select exists (select from users where agency = $1 and id::text = $2 and demo) as demo) d`,
);
const COUNT = statement(
  'open-quota.count',
  `select count(*)::int as open from (
     select from applications where agency = $1 and applicant_id = $2 and closed_at is null limit $3) a`,
);

/** How many unfinished applications one applicant's account may have. */
@Injectable()
export class OpenQuota {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Refuses one more than that; in the transaction that opens it, before it does. */
  async check(tx: Tx, { agency, id }: Principal): Promise<void> {
    const most = this.config.maxOpenApplications;
    const [row] = await tx.run<{ demo: boolean }>(LOCK, [agency, id]);
    if (row?.demo) return;
    const [count] = await tx.run<{ open: number }>(COUNT, [agency, id, most]);
    if (count && count.open >= most) throw tooManyOpenApplications({ most });
  }
}
