import { Injectable } from '@nestjs/common';
import { Vault, type Sealed } from '../../platform/crypto/vault.js';
import { Database } from '../../platform/database/database.js';
import { statement, type Tx } from '../../platform/database/tx.js';
import type { PersonalCase, PersonalRecords } from '../../workflow/personal-records.js';
import { NOTICE_ADDRESS } from './notice-statements.js';

/** Those to the applicant: in the application, by mail and by telephone. */
const TO_APPLICANT = `agency = $1 and application_id = $2 and (recipient like 'user:%' or channel in ('email', 'gateway'))`;
const TOLD = statement(
  'notice.of-applicant',
  `select channel, recipient, address, subject, body, status, created_at as "createdAt" from notices where ${TO_APPLICANT} order by id`,
);
const REMOVE = statement(
  'notice.erase',
  `with gone as (delete from notices where agency = $1 and application_id = $2 returning id)
   delete from notice_reads where agency = $1 and notice_id in (select id from gone)`,
);

interface Told {
  readonly recipient: string;
  readonly address: Sealed | null;
}

/** Notices, which have served their purpose when a case is over. */
@Injectable()
export class NoticePersonal implements PersonalRecords {
  readonly name = 'notices';

  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  async tell({ agency, id }: PersonalCase): Promise<unknown> {
    const rows = await this.database.read<Told>(TOLD, [agency, id]);
    const told = rows.map(async ({ address, ...row }) => {
      const full = address && (await this.vault.unseal<string>({ agency, owner: id }, NOTICE_ADDRESS, address));
      return { ...row, recipient: full ?? row.recipient };
    });
    return Promise.all(told);
  }

  async erase(tx: Tx, { agency, id }: PersonalCase): Promise<void> {
    await tx.run(REMOVE, [agency, id]);
  }
}
