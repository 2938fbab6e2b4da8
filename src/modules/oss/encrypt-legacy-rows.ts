import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/tx.js';
import { RecurringJobs } from '../../platform/queue/recurring-jobs.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import { OssInbox } from './inbound/oss-inbox.js';
import { OssJournal } from './journal/oss-journal.js';
import type { OssCallRow } from './oss-call.entity.js';
import type { OssInboxRow } from './oss-inbox.entity.js';

const EVERY_MS = 3_600_000;
const BATCH = 100;

const PAYLOADS = statement(
  'oss.older-payloads',
  `select agency, id, method, payload, sealed from oss_inbox where agency = $1 and not sealed order by id limit ${BATCH}`,
);
/** One that has come again since, and is kept encrypted already, keeps its old hash: both have been made something of. */
const SEAL_PAYLOAD = statement(
  'oss.older-payload-seal',
  `update oss_inbox o set payload = $3, sealed = true,
          hash = case when exists (select from oss_inbox n where n.agency = $1 and n.method = o.method and n.hash = $4) then o.hash else $4 end
    where agency = $1 and id = $2 and not sealed`,
);
const CALLS = statement(
  'oss.older-calls',
  `select agency, id, application_id, request, response from oss_calls where agency = $1 and not sealed order by id limit ${BATCH}`,
);
const SEAL_CALL = statement(
  'oss.older-call-seal',
  `update oss_calls set request = $3, response = $4, sealed = true where agency = $1 and id = $2 and not sealed`,
);

/** Encrypts what was said to and by OSS before that was encrypted, a few rows at a time; there is nothing to do once it is through. */
@Injectable()
export class EncryptLegacyRows implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
    private readonly recurringJobs: RecurringJobs,
    private readonly inbox: OssInbox,
    private readonly journal: OssJournal,
  ) {}

  onModuleInit(): void {
    this.recurringJobs.add({
      name: 'oss-seal-older',
      everyMs: EVERY_MS,
      pauseMs: 0,
      work: async (stopping) => void (await this.work(stopping)),
    });
  }

  /** All there is, unless the process stops; answers how many rows that were. */
  async work(stopping?: AbortSignal): Promise<number> {
    let sealed = 0;
    for (const { code } of this.registry.agencies()) {
      for (const batch of [() => this.payloads(code), () => this.calls(code)]) {
        for (let done = BATCH; done === BATCH && !stopping?.aborted;) sealed += done = await batch();
      }
    }
    return sealed;
  }

  private async payloads(office: string): Promise<number> {
    const rows = await this.database.run<OssInboxRow & Record<string, unknown>>(PAYLOADS, [office]);
    for (const { agency, id, payload } of rows) {
      const { hash, text } = await this.inbox.kept(agency, id, payload);
      await this.database.run(SEAL_PAYLOAD, [agency, id, text, hash]);
    }
    return rows.length;
  }

  private async calls(office: string): Promise<number> {
    const rows = await this.database.run<OssCallRow & Record<string, unknown>>(CALLS, [office]);
    for (const { agency, id, application_id: application, ...said } of rows) {
      const { request, response } = await this.journal.kept(agency, application, id, said);
      await this.database.run(SEAL_CALL, [agency, id, request, response]);
    }
    return rows.length;
  }
}
