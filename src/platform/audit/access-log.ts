import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { AsyncResource } from 'node:async_hooks';
import { Clock } from '../../kernel/clock.js';
import { APPLICANT, type Principal } from '../../kernel/principal.js';
import { rememberRead } from '../auth/literal-masks.js';
import { Database } from '../database/database.js';
import { statement } from '../database/tx.js';

/** What was read of a case. */
export const ACCESS_KINDS = ['case', 'list', 'record', 'document', 'book', 'report', 'export', 'oss'] as const;
export type AccessKind = (typeof ACCESS_KINDS)[number];

/** Entries are written that long after the first of them, or when there are so many. */
const WRITE_AFTER_MS = 1000;
const BATCH = 2000;
/** While the database does not take them, so many wait; later ones are counted and lost, and the log of the service says how many. */
const MOST_WAITING = 50_000;

const APPEND = statement(
  'access-log.append',
  `insert into access_log (agency, application_id, at, user_id, user_name, role, kind, times)
   select * from unnest($1::text[], $2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::integer[])`,
);

interface Entry {
  readonly agency: string;
  readonly application: string;
  readonly at: Date;
  readonly user: string;
  readonly name: string;
  readonly role: string;
  readonly kind: AccessKind;
  times: number;
}

/**
 * Notes which staff read which case, beside the request: entries are gathered in memory and written in batches. The same read by the same
 * person within a batch is one entry with a count. What an applicant reads of their own leaves none.
 */
@Injectable()
export class AccessLog implements BeforeApplicationShutdown {
  private readonly logger = new Logger('AccessLog');
  private waiting = new Map<string, Entry>();
  private lost = 0;
  private timer: NodeJS.Timeout | undefined;
  private full = false;
  /** Not as part of the request that happens to be the last: it may hold a connection. */
  private readonly flushApart = AsyncResource.bind(() => void this.flush());
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Somebody has read these cases. */
  note(principal: Principal, kind: AccessKind, applications: readonly (string | null)[]): void {
    rememberRead(principal, applications);
    const role = principal.kind === 'person' ? principal.roles.find((held) => held.role !== APPLICANT)?.role : undefined;
    if (role === undefined) return;
    const { agency, id: user, name } = principal;
    const prefix = `${agency} ${user} ${kind} `;
    const at = this.clock.now();
    for (const application of applications)
      if (application !== null) this.keep(prefix + application, { agency, application, at, user, name, role, kind, times: 1 });
    if (this.waiting.size >= BATCH && !this.full) {
      this.full = true;
      setImmediate(this.flushApart);
    }
  }

  /** Writes what waits; resolves when it is written, or was put back for the next time. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.full = false;
    return (this.writing = this.writing.then(() => this.write()));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.flush();
    if (this.waiting.size > 0) this.logger.error(`${this.waiting.size} reads could not be noted before the end`);
  }

  private async write(): Promise<void> {
    const entries = [...this.waiting];
    this.waiting = new Map();
    for (let done = 0; done < entries.length; done += BATCH) {
      try {
        await this.append(entries.slice(done, done + BATCH).map(([, entry]) => entry));
      } catch (error) {
        this.logger.error(`reads could not be noted yet: ${(error as Error).message}`);
        for (const [key, entry] of entries.slice(done)) this.keep(key, entry);
        return;
      }
    }
    if (this.lost > 0) this.logger.error(`${this.lost} reads were not noted while the database was away`);
    this.lost = 0;
  }

  private keep(key: string, entry: Entry): void {
    const before = this.waiting.get(key);
    if (before) before.times += entry.times;
    else if (this.waiting.size >= MOST_WAITING) this.lost += entry.times;
    else this.waiting.set(key, entry);
    this.timer ??= setTimeout(this.flushApart, WRITE_AFTER_MS).unref();
  }

  private async append(entries: readonly Entry[]): Promise<void> {
    const column = (name: keyof Entry) => entries.map((entry) => entry[name]);
    await this.database.run(APPEND, [
      column('agency'),
      column('application'),
      column('at'),
      column('user'),
      column('name'),
      column('role'),
      column('kind'),
      column('times'),
    ]);
  }
}
