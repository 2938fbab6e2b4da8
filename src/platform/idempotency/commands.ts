import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import type { Principal } from '../../kernel/principal.js';
import { Refusal, refusal } from '../../kernel/refusal.js';
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

const REMEMBER = statement(
  'idempotency.remember',
  `insert into idempotency_keys (agency, actor, key, fingerprint, response, at) values ($1, $2, $3, $4, $5, $6)`,
);
const RECALL = statement(
  'idempotency.recall',
  `select fingerprint, response from idempotency_keys where agency = $1 and actor = $2 and key = $3`,
);

/** Runs a command in one transaction; the same key twice gives the same answer once. */
@Injectable()
export class Commands {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** `work` answers with plain JSON, which is what a repeated request gets. */
  async run<T extends object>(request: CommandRequest, work: (tx: Tx) => Promise<T>): Promise<T> {
    const { principal, key, fingerprint } = request;
    if (key === undefined) return this.database.transaction(work);
    try {
      return await this.database.transaction(async (tx) => {
        const response = await work(tx);
        // Remembered last: a second request with this key waits here for the first, and then gives up its own work.
        await tx.run(REMEMBER, [principal.agency, principal.id, key, fingerprint, JSON.stringify(response), this.clock.now()]);
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

  private async recall<T>(principal: Principal, key: string): Promise<{ fingerprint: string; response: T } | undefined> {
    const [row] = await this.database.read<{ fingerprint: string; response: T }>(RECALL, [principal.agency, principal.id, key]);
    return row;
  }
}
