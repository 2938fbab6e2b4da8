import { Inject, Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';
import { Clock } from '../../kernel/clock.js';
import { CONFIG, type Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { statement } from '../database/tx.js';
import { Listener } from '../queue/listener.js';

/** Every node listens there for sessions that end, as soon as something depends on hearing it at once. */
export const SESSIONS_CHANNEL = 'terbit_sessions';

const ENDED = statement('session.ended', `select agency, id from sessions where ended_at > $1`);

/** How long another node may not know of a session that has ended a moment ago. */
const FRESH_MS = 1000;

/** By how much the clocks of two nodes may differ. */
const SKEW_MS = 60_000;

/** A token of the page of reports lives as long as this, whatever the setting for the API is. */
const SHORTEST_LOOK_BACK_SECONDS = 1800;

/**
 * Sessions that have ended while an access token of theirs still holds: signed out, disabled, given other roles. Read once in a
 * second, so that a request costs no query.
 */
@Injectable()
export class EndedSessions {
  /** Emits when sessions may have ended, here or on another node. */
  readonly changes = new Subject<void>();
  private known: { readonly ids: Promise<ReadonlySet<string>>; readonly until: number } | undefined;
  private listening: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly listener: Listener,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async has(agency: string, session: string): Promise<boolean> {
    return (await this.recent()).has(`${agency} ${session}`);
  }

  /** One has ended: the next request reads again. */
  forget(): void {
    this.known = undefined;
    this.changes.next();
  }

  /** From now on this node learns at once what ends on another. */
  async listen(): Promise<void> {
    await (this.listening ??= this.listener.on(
      SESSIONS_CHANNEL,
      () => this.forget(),
      () => this.forget(),
    ));
  }

  private recent(): Promise<ReadonlySet<string>> {
    const at = performance.now();
    if (!this.known || this.known.until < at) {
      const lookBackMs = Math.max(this.config.tokenTtlSeconds, SHORTEST_LOOK_BACK_SECONDS) * 1000 + SKEW_MS;
      const since = new Date(this.clock.now().getTime() - lookBackMs);
      const ids = this.database
        .run<{ agency: string; id: string }>(ENDED, [since])
        .then((rows) => new Set(rows.map(({ agency, id }) => `${agency} ${id}`)));
      const known = (this.known = { ids, until: at + FRESH_MS });
      ids.catch(() => this.known === known && (this.known = undefined));
    }
    return this.known.ids;
  }
}
