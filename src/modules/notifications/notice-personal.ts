import { Injectable } from '@nestjs/common';
import { maskEmail, maskPhone } from '../../kernel/mask.js';
import { Vault, type Encrypted } from '../../platform/crypto/vault.js';
import { Database } from '../../platform/database/database.js';
import { statement, type Tx } from '../../platform/database/tx.js';
import type { PersonalCase, PersonalRecords } from '../../workflow/personal-records.js';
import { NoticeBodies } from './notice-bodies.js';
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

/** An address in the clear: what was sent before there were keys has it as its recipient, and no other. */
const CLEAR = `channel in ('email', 'gateway') and address is null and position('•' in recipient) = 0`;
/** A body to an applicant in the clear. */
const CLEAR_BODY = `(recipient like 'user:%' or channel in ('email', 'gateway')) and body not like '$sealed:%'`;
const CLEAR_CASES = statement(
  'notice.clear-cases',
  `select distinct application_id as id from notices
    where agency = $1 and application_id > $2 and (${CLEAR} or ${CLEAR_BODY}) order by 1 limit $3`,
);
const CLEAR_NOTICES = statement(
  'notice.clear',
  `select id, channel, recipient from notices where agency = $1 and application_id = $2 and ${CLEAR} for update`,
);
const CLEAR_BODIES = statement(
  'notice.clear-bodies',
  `select id, body from notices where agency = $1 and application_id = $2 and ${CLEAR_BODY} for update`,
);
const KEEP_BODY = statement('notice.keep-body', `update notices set body = $3 where agency = $1 and id = $2`);
const SEAL = statement('notice.seal', `update notices set recipient = $3, address = $4 where agency = $1 and id = $2`);

interface Clear {
  readonly id: string;
  readonly channel: 'email' | 'gateway';
  readonly recipient: string;
}

interface Told {
  readonly body: string;
  readonly recipient: string;
  readonly address: Encrypted | null;
}

/** Notices, which have served their purpose when a case is over. */
@Injectable()
export class NoticePersonal implements PersonalRecords {
  readonly name = 'notices';

  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly bodies: NoticeBodies,
  ) {}

  async tell({ agency, id }: PersonalCase): Promise<unknown> {
    const rows = await this.database.run<Told>(TOLD, [agency, id]);
    const told = rows.map(async ({ address, ...row }) => {
      const full = address && (await this.vault.decrypt<string>({ agency, owner: id }, NOTICE_ADDRESS, address));
      const body = await this.bodies.opened({ agency, application_id: id, body: row.body });
      return { ...row, recipient: full ?? row.recipient, body };
    });
    return Promise.all(told);
  }

  async erase(tx: Tx, { agency, id }: PersonalCase): Promise<void> {
    await tx.run(REMOVE, [agency, id]);
  }

  async inTheClear(agency: string, after: string, limit: number): Promise<string[]> {
    return (await this.database.run<{ id: string }>(CLEAR_CASES, [agency, after, limit])).map(({ id }) => id);
  }

  async encrypt(tx: Tx, { agency, id: owner }: PersonalCase): Promise<number> {
    const rows = await tx.run<Clear>(CLEAR_NOTICES, [agency, owner]);
    for (const { id, channel, recipient } of rows) {
      const masked = channel === 'email' ? maskEmail(recipient) : maskPhone(recipient);
      await tx.run(SEAL, [agency, id, masked, JSON.stringify(await this.vault.encrypt({ agency, owner }, NOTICE_ADDRESS, recipient, tx))]);
    }
    const bodies = await tx.run<{ id: string; body: string }>(CLEAR_BODIES, [agency, owner]);
    for (const { id, body } of bodies) await tx.run(KEEP_BODY, [agency, id, await this.bodies.kept(agency, owner, body, tx)]);
    return rows.length + bodies.length;
  }
}
