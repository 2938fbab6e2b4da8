import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { statement, type Tx } from '../../platform/database/tx.js';
import { FileStore } from '../../platform/files/file-store.js';
import type { PersonalCase, PersonalRecords } from '../../workflow/personal-records.js';
import { FORGET_FILES } from './files/file-statements.js';
import { OssInbox } from './inbound/oss-inbox.js';
import type { OssInboxRow } from './oss-inbox.entity.js';
import type { OssLicenceRow } from './oss-licence.entity.js';
import { LICENCE_OF, STANDING_LICENCE_OF } from './outbound/message-statements.js';

const RECEIVED = statement(
  'oss-personal.received',
  `select agency, id, method, payload, sealed, received_at from oss_inbox where agency = $1 and nib = $2 and payload <> '' order by id`,
);
/** Other cases of the same business, whose time has not come: what OSS sent of it is theirs as well. */
const OTHERS = `select from oss_licences l join applications a on a.agency = l.agency and a.id = l.application_id
                 where l.agency = $1 and l.nib = $3 and a.id <> $2::uuid and a.erased_at is null`;
const EMPTY_PAYLOADS = statement(
  'oss-personal.empty-payloads',
  `update oss_inbox set payload = '' where agency = $1 and nib = $3 and not exists (${OTHERS})`,
);
const EMPTY_CALLS = statement(
  'oss-personal.empty-calls',
  `update oss_calls set request = '', response = ''
    where agency = $1 and (application_id = $2::uuid or (nib = $3 and application_id is null and not exists (${OTHERS})))`,
);
/** Questions whether a licence belongs to that case, or the one that was opened of it to another. */
const EMPTY_REQUESTS = statement(
  'oss-personal.empty-requests',
  `update oss_join_requests r set licence = '', status = case when status = 'open' then 'dismissed' else status end
    where agency = $1 and (application_id = $2::uuid or exists
          (select from oss_licences l where l.agency = r.agency and l.id_izin = r.id_izin and l.application_id = $2::uuid))`,
);

/** What OSS has said of a business and its people, and what was said of them to OSS. */
@Injectable()
export class OssPersonal implements PersonalRecords {
  readonly name = 'oss';

  constructor(
    private readonly database: Database,
    private readonly inbox: OssInbox,
    private readonly files: FileStore,
  ) {}

  async tell({ agency, id }: PersonalCase): Promise<unknown> {
    const [licence] = await this.database.run<OssLicenceRow & Record<string, unknown>>(STANDING_LICENCE_OF, [agency, id]);
    if (!licence) return null;
    const rows = await this.database.run<OssInboxRow & Record<string, unknown>>(RECEIVED, [agency, licence.nib]);
    const received = rows.map(async (row) => ({
      method: row.method,
      receivedAt: row.received_at.toISOString(),
      payload: await this.inbox.payload(row),
    }));
    return { idIzin: licence.id_izin, nib: licence.nib, number: licence.oss_number, received: await Promise.all(received) };
  }

  async erase(tx: Tx, { agency, id }: PersonalCase): Promise<void | (() => Promise<void>)> {
    await tx.run(EMPTY_REQUESTS, [agency, id]);
    const [licence] = await tx.run<OssLicenceRow & Record<string, unknown>>(LICENCE_OF, [agency, id]);
    if (!licence) return;
    await tx.run(EMPTY_PAYLOADS, [agency, id, licence.nib]);
    await tx.run(EMPTY_CALLS, [agency, id, licence.nib]);
    const signed = await tx.run<{ id: string }>(FORGET_FILES, [agency, id]);
    return async () => {
      for (const file of signed) await this.files.remove(agency, file.id);
    };
  }

  /** None: `SealOlder` goes by rows, since what OSS sends belongs to no case at first. */
  inTheClear(): Promise<string[]> {
    return Promise.resolve([]);
  }

  encrypt(): Promise<number> {
    return Promise.resolve(0);
  }
}
