import { Injectable } from '@nestjs/common';
import { nikProblem } from '../../kernel/identity-numbers.js';
import type { Principal } from '../../kernel/principal.js';
import { inputInvalid } from '../../platform/api/problem.js';
import { Audit } from '../../platform/audit/audit.js';
import { Vault } from '../../platform/crypto/vault.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/tx.js';
import { NO_NIK, userNotFound } from './identity-refusals.js';
import type { OfficialNikView } from './staff.view.js';

/** For a user of the built-in issuer or of an outside one; not for a user with the role applicant alone. */
const SET = statement(
  'official.set-nik',
  `with own as (
     update users set nik_hash = $3 where agency = $1 and id = $2 and roles <> '[{"role": "applicant"}]' returning id
   ), known as (
     update known_people set nik_hash = $3 where agency = $1 and id = $2 returning id
   )
   select id from own union select id from known`,
);

/** Stores the NIK of officials as a keyed hash: it identifies their own applications and cannot be read back. */
@Injectable()
export class OfficialNikService {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly audit: Audit,
  ) {}

  /** Takes no Idempotency-Key: nothing of the number may be kept, not even a hash of the request. Null takes it away. */
  async set(principal: Principal, id: string, nik: string | null): Promise<OfficialNikView> {
    const { agency } = principal;
    const hash = nik === null ? null : this.hash(agency, nik, '/nik');
    return this.database.transaction(async (tx) => {
      const [found] = await tx.run(SET, [agency, id, hash]);
      if (!found) throw userNotFound();
      const data = { change: hash === null ? 'nik-removed' : 'nik-set', user: id };
      await this.audit.note(tx, { agency, kind: 'staff-changed', actor: principal, data });
      return { id, nikKnown: hash !== null };
    });
  }

  /** As the NIK of an application is kept, so that the two can be compared. */
  hash(agency: string, nik: string, pointer: string): string {
    if (nikProblem(nik) !== undefined) throw inputInvalid({}, [{ pointer, detail: NO_NIK }]);
    return this.vault.hash(agency, 'nik', nik);
  }
}
