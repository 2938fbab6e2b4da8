import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { CONFIG, type Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { statement } from '../database/tx.js';

const ENDED = statement('session.ended', `select agency, id from sessions where ended_at > $1`);

/** How long another node may not know of a session that has ended a moment ago. */
const FRESH_MS = 1000;

/**
 * Sessions that have ended while an access token of theirs still holds: signed out, disabled, given other roles. Asked for once in a
 * second, so that a request costs no query.
 */
@Injectable()
export class EndedSessions {
  private known: { readonly ids: Promise<ReadonlySet<string>>; readonly until: number } | undefined;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async has(agency: string, session: string): Promise<boolean> {
    return (await this.recent()).has(`${agency} ${session}`);
  }

  /** One has ended: the next request looks again. */
  forget(): void {
    this.known = undefined;
  }

  private recent(): Promise<ReadonlySet<string>> {
    const at = performance.now();
    if (!this.known || this.known.until < at) {
      const since = new Date(this.clock.now().getTime() - this.config.tokenTtlSeconds * 1000);
      const ids = this.database
        .read<{ agency: string; id: string }>(ENDED, [since])
        .then((rows) => new Set(rows.map(({ agency, id }) => `${agency} ${id}`)));
      this.known = { ids, until: at + FRESH_MS };
      ids.catch(() => this.forget());
    }
    return this.known.ids;
  }
}
