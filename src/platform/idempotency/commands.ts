import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import type { Principal } from '../../kernel/principal.js';
import { Refusal, refusal } from '../../kernel/refusal.js';
import { Audit, type AuditNote } from '../audit/audit.js';
import { AGENCY_ITSELF, encryptWith, Vault, type Owner, type Encrypted } from '../crypto/vault.js';
import { codeOf, Database } from '../database/database.js';
import { statement, type Tx } from '../database/tx.js';

export const idempotencyKeyReused = refusal('invalid', 'IDEMPOTENCY_KEY_REUSED', {
  id: 'Idempotency-Key ini sudah dipakai untuk permintaan lain.',
  en: 'This Idempotency-Key was used for a different request.',
});

/** One request to change something: who, and how it is recognised when it comes again. */
export interface CommandRequest {
  readonly principal: Principal;
  /** The client's Idempotency-Key, if it sent one. */
  readonly key?: string | undefined;
  /** Hash of what was asked for, where there is a key: the same key with another fingerprint is refused. */
  readonly fingerprint: string;
}

/** What a command leaves in the audit log that is no event of a case. */
export type CommandNote = Pick<AuditNote, 'kind' | 'data'>;

const REMEMBER = statement(
  'idempotency.remember',
  `insert into idempotency_keys (agency, actor, key, fingerprint, response, at) values ($1, $2, $3, $4, $5, $6)`,
);
const RECALL = statement(
  'idempotency.recall',
  `select fingerprint, response from idempotency_keys where agency = $1 and actor = $2 and key = $3`,
);

/** What the answers of commands are sealed as. */
const ANSWER = 'answer';

/** Runs a command in one transaction; the same key twice gives the same answer once. An answer tells of a person: it is kept encrypted. */
@Injectable()
export class Commands {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly vault: Vault,
    private readonly audit: Audit,
  ) {}

  /** `work` answers with plain JSON, which is what a repeated request gets. `noteOf` is for commands that write no event of a case. */
  async run<T extends object>(request: CommandRequest, work: (tx: Tx) => Promise<T>, noteOf?: (response: T) => CommandNote): Promise<T> {
    const { principal, key, fingerprint } = request;
    if (key === undefined) {
      return this.database.transaction(async (tx) => {
        const response = await work(tx);
        await this.note(tx, principal, noteOf?.(response));
        return response;
      });
    }
    const of = answersOf(principal);
    // Outside of the transaction: the key of the agency is there before anything is sealed with it.
    const encryptionKey = await this.vault.key(of);
    if (!encryptionKey) throw new Error(`the key of ${of.agency} itself was destroyed`);
    try {
      return await this.database.transaction(async (tx) => {
        const response = await work(tx);
        const encrypted = encryptWith(encryptionKey, of, ANSWER, response);
        // Remembered last: a second request with this key waits here for the first, and then gives up its own work.
        await tx.run(REMEMBER, [principal.agency, principal.id, key, fingerprint, JSON.stringify(encrypted), this.clock.now()]);
        await this.note(tx, principal, noteOf?.(response));
        return response;
      });
    } catch (error) {
      if (!(error instanceof Refusal) && codeOf(error) !== '23505') throw error;
      const earlier = await this.recall<T>(principal, key);
      if (!earlier) throw error;
      if (earlier.fingerprint !== fingerprint) throw idempotencyKeyReused();
      return earlier.response;
    }
  }

  private async note(tx: Tx, { agency, id, name }: Principal, note: CommandNote | undefined): Promise<void> {
    if (note) await this.audit.note(tx, { agency, ...note, actor: { id, name } });
  }

  private async recall<T>(principal: Principal, key: string): Promise<{ fingerprint: string; response: T } | undefined> {
    const [row] = await this.database.run<{ fingerprint: string; response: Encrypted | T }>(RECALL, [principal.agency, principal.id, key]);
    if (!row) return undefined;
    const response = await this.vault.decrypt<T>(answersOf(principal), ANSWER, row.response);
    return response && { fingerprint: row.fingerprint, response };
  }
}

const answersOf = ({ agency }: Principal): Owner => ({ agency, owner: AGENCY_ITSELF });
