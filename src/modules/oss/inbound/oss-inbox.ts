import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Clock } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/ids.js';
import { Database } from '../../../platform/database/database.js';
import { statement, type Tx } from '../../../platform/database/tx.js';
import { OSS_INBOX_ROUND } from './inbox-round-name.js';

/** What is kept of a call before anything is made of it. */
export interface Arrived {
  readonly agency: string;
  readonly method: string;
  /** As it came. */
  readonly payload: string;
  readonly nib: string | null;
  readonly documentType: string | null;
  /** `received`, or `ignored` where nothing will be made of it. */
  readonly status: 'received' | 'ignored';
}

/** Something kept: new, or known from before. */
export interface KeptCall {
  readonly id: string;
  readonly times: number;
}

/** An entry that a clerk has made in OSS for a case. */
export interface Entry {
  readonly application: string;
  readonly seq: number;
  readonly ossId: string;
  readonly nib: string | null;
}

/** The method under which entries by hand wait for their look into OSS. */
export const ENTRY = 'entry';

/** The same payload twice is one; how often it came is counted. */
const KEEP = statement(
  'oss.inbox-keep',
  `insert into oss_inbox (agency, id, method, hash, payload, nib, document_type, status, received_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
   on conflict (agency, method, hash) do update set times = oss_inbox.times + 1
   returning id, times`,
  OSS_INBOX_ROUND,
);
const PAYLOAD = statement('oss.inbox-payload', `select payload from oss_inbox where agency = $1 and id = $2`);

/** What OSS has sent, kept as it came. The only place that knows how payloads are stored. */
@Injectable()
export class OssInbox {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  keep(arrived: Arrived): Promise<KeptCall> {
    return this.database.transaction((tx) => this.insert(tx, arrived));
  }

  async leaveEntry(tx: Tx, agency: string, entry: Entry): Promise<void> {
    const payload = JSON.stringify(entry);
    await this.insert(tx, { agency, method: ENTRY, payload, nib: entry.nib, documentType: null, status: 'received' });
  }

  async payload(agency: string, id: string): Promise<string> {
    const [row] = await this.database.read<{ payload: string }>(PAYLOAD, [agency, id]);
    return row?.payload ?? '';
  }

  private async insert(tx: Tx, { agency, method, payload, nib, documentType, status }: Arrived): Promise<KeptCall> {
    const hash = createHash('sha256').update(payload).digest('hex');
    const now = this.clock.now();
    const [kept] = await tx.run<KeptCall & Record<string, unknown>>(KEEP, [
      agency,
      newId(now),
      method,
      hash,
      payload,
      nib,
      documentType,
      status,
      now,
    ]);
    return kept!;
  }
}
