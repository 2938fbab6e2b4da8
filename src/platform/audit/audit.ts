import { Injectable } from '@nestjs/common';
import { canonical } from '../../kernel/canonical.js';
import { Clock } from '../../kernel/clock.js';
import { withoutNikIn } from '../../kernel/mask.js';
import { Database } from '../database/database.js';
import { statement, type Tx } from '../database/tx.js';
import { FIRST } from './audit-hash.js';
import type { AuditKind } from './audited.js';

/** Whose log it goes into where no agency is known, such as an unknown user's. */
export const NO_AGENCY = '-';

/** Something worth knowing that is no event of a case. */
export interface AuditNote {
  readonly agency: string;
  /** What it was, such as `signed-in` or `calendar-changed`. */
  readonly kind: AuditKind;
  /** Absent: the system itself, or nobody known. */
  readonly actor?: { readonly id: string; readonly name: string } | undefined;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** One entry; the row of the head puts one after the other, so that each can carry the hash of the one before it. */
const APPEND = statement(
  'audit.append',
  `with head as (
     insert into audit_heads as h (agency, seq, prev_hash, hash)
     values ($1::text, 1, '${FIRST}', encode(sha256(convert_to('${FIRST}' || E'\\n' || $1::text || E'\\n1\\n' || $5::text, 'UTF8')), 'hex'))
     on conflict (agency) do update
        set seq = h.seq + 1, prev_hash = h.hash,
            hash = encode(sha256(convert_to(h.hash || E'\\n' || h.agency || E'\\n' || (h.seq + 1) || E'\\n' || $5::text, 'UTF8')), 'hex')
     returning seq, prev_hash, hash
   )
   insert into audit_log (agency, seq, at, kind, actor_id, body, prev_hash, hash)
   select $1, seq, $2, $3, $4, $5, prev_hash, hash from head`,
);

/** The log of what is no event of a case: append-only and chained by hashes, per agency. */
@Injectable()
export class Audit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Notes something: in the caller's transaction, as the last thing of it, since others wait for the row of the head from then on; or at
   * once where there is none.
   */
  async note(tx: Tx | undefined, { agency, kind, actor, data }: AuditNote): Promise<void> {
    const at = this.clock.now();
    const body = canonical(
      withoutNikIn({ at: at.toISOString(), kind, actor: actor ? { id: actor.id, name: actor.name } : null, data: data ?? {} }),
    );
    const params = [agency, at, kind, actor?.id ?? null, body];
    await (tx ? tx.run(APPEND, params) : this.database.transaction((own) => own.run(APPEND, params)));
  }
}
