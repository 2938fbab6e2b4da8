import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/ids.js';
import { Vault } from '../../../platform/crypto/vault.js';
import { Database } from '../../../platform/database/database.js';
import { statement, type Tx } from '../../../platform/database/tx.js';
import { openText, ownerOf, encryptText } from '../encrypted-text.js';
import type { ArrivedRow } from './arrived.js';
import { OSS_INBOX_JOB } from './oss-inbox-job-name.js';

/** What is kept of a call before anything is made of it. */
export interface Arrived {
  readonly agency: string;
  readonly method: string;
  /** As it came. */
  readonly payload: string;
  readonly nib: string | null;
  /** Of a file: the licence that it is of. */
  readonly idIzin?: string | null;
  readonly documentType: string | null;
  /** `received`, `held` until its licence is known, or `ignored` where nothing will be made of it. */
  readonly status: 'received' | 'held' | 'ignored';
}

/** Something kept: new, or known from before. */
export interface KeptCall {
  readonly id: string;
  readonly times: number;
}

/** An entry that a clerk has made in OSS for a case. */
export interface InboxEntry {
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
  `insert into oss_inbox (agency, id, method, hash, payload, nib, document_type, status, received_at, sealed, id_izin)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, true, $10)
   on conflict (agency, method, hash) do update set times = oss_inbox.times + 1
   returning id, times`,
  OSS_INBOX_JOB,
);

/** Whom a payload is about is not known before it is read, and it may be about several: the agency's key it is. */
const aboutPayload = (id: string) => `oss payload ${id}`;

/** What OSS has sent, kept as it came and encrypted. The only place that knows how payloads are stored. */
@Injectable()
export class OssInbox {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly vault: Vault,
  ) {}

  keep(arrived: Arrived): Promise<KeptCall> {
    return this.database.transaction((tx) => this.insert(tx, arrived));
  }

  async leaveEntry(tx: Tx, agency: string, entry: InboxEntry): Promise<void> {
    const payload = JSON.stringify(entry);
    await this.insert(tx, { agency, method: ENTRY, payload, nib: entry.nib, documentType: null, status: 'received' });
  }

  /** What was kept, as it came; empty where it was erased. */
  payload({ agency, id, sealed, payload: text }: Pick<ArrivedRow, 'agency' | 'id' | 'sealed' | 'payload'>, tx?: Tx): Promise<string> {
    return openText(this.vault, ownerOf(agency), aboutPayload(id), { sealed, text }, tx);
  }

  /** How a payload lies in its row: encrypted, and known again by a hash against which nobody without the key can try payloads. */
  async kept(agency: string, id: string, payload: string, tx?: Tx): Promise<{ readonly hash: string; readonly text: string }> {
    const hash = this.vault.hash(agency, 'oss-payload', payload);
    return { hash, text: await encryptText(this.vault, ownerOf(agency), aboutPayload(id), payload, tx) };
  }

  private async insert(tx: Tx, { agency, method, payload, nib, documentType, status, idIzin = null }: Arrived): Promise<KeptCall> {
    const now = this.clock.now();
    const id = newId(now);
    const { hash, text } = await this.kept(agency, id, payload, tx);
    const params = [agency, id, method, hash, text, nib, documentType, status, now, idIzin];
    const [kept] = await tx.run<KeptCall & Record<string, unknown>>(KEEP, params);
    return kept!;
  }
}
