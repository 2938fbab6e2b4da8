import { Injectable, type MessageEvent, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { concatMap, defer, filter, from, interval, map, merge, mergeMap, of, Subject, takeUntil, timer, type Observable } from 'rxjs';
import { isId } from '../../kernel/ids.js';
import type { Principal } from '../../kernel/principal.js';
import type { Access } from '../../platform/auth/access.js';
import { AccessWatch } from '../../platform/auth/access-watch.js';
import { Database } from '../../platform/database/database.js';
import { Listener } from '../../platform/queue/listener.js';
import type { NoticeRow } from './notice.entity.js';
import { NOTICES_BY_ID, NOTICES_CHANNEL, NOTICES_SINCE } from './notice-statements.js';
import { NoticeBodies } from './notice-bodies.js';
import { notificationView, type NotificationView } from './notification.view.js';
import { recipientsOf } from './recipients.js';

interface Announced {
  readonly agency: string;
  readonly recipient: string;
  readonly id: string;
}

/** Proxies close a connection on which nothing moves for a minute or so. */
const HEARTBEAT_MS = 15_000;
/** Then a reader has to connect again, with a token that is looked at again. */
const LONGEST_MS = 3_600_000;
/** Many readers of one role receive the same notice: it is read once. */
const REMEMBER_MS = 1000;

/** New notices in the application as they come, whichever node wrote them. */
@Injectable()
export class NoticeStream implements OnModuleInit {
  private readonly announced = new Subject<Announced>();
  private readonly missed = new Subject<void>();
  private readonly ended = new Subject<void>();
  private readonly rows = new Map<string, Promise<NoticeRow[]>>();
  private listening: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly listener: Listener,
    private readonly watch: AccessWatch,
    private readonly bodies: NoticeBodies,
    private readonly host: HttpAdapterHost,
  ) {}

  /** A server that stops waits for every answer, and a stream is one without an end. */
  onModuleInit(): void {
    const server = this.host.httpAdapter.getInstance<FastifyInstance>();
    server.addHook('preClose', (done) => {
      this.ended.next();
      done();
    });
  }

  /** Server-sent events for a user: `ready`, a `notice` each, and a `ping` now and then. `last`: the last notice they have. */
  events(access: Access, last: string | undefined): Observable<MessageEvent> {
    const notices = this.open(access.principal, last && isId(last) ? last : undefined);
    return merge(
      of({ type: 'ready', data: '' }),
      notices.pipe(map((notice) => ({ type: 'notice', id: notice.id, data: notice }))),
      interval(HEARTBEAT_MS).pipe(map(() => ({ type: 'ping', data: '' }))),
    ).pipe(this.watch.whileHeld(access), takeUntil(merge(this.ended, timer(LONGEST_MS))));
  }

  /** New notices for a user; ends with the access, and after an hour, when the reader has to authenticate again. */
  live(access: Access): Observable<NotificationView> {
    return this.open(access.principal).pipe(this.watch.whileHeld(access), takeUntil(timer(LONGEST_MS)));
  }

  /** Notices for a user from now on, and those after `since` (the id of one) before that. Ends when the service does. */
  private open(principal: Principal, since?: string): Observable<NotificationView> {
    const { agency } = principal;
    const mine = recipientsOf(principal);
    let last = since;
    const live = this.announced.pipe(
      filter((notice) => notice.agency === agency && mine.includes(notice.recipient)),
      map(
        ({ id }) =>
          () =>
            this.one(agency, id),
      ),
    );
    const lost = this.missed.pipe(map(() => () => (last ? this.since(agency, mine, last) : Promise.resolve([]))));
    const before = defer(async () => {
      await (this.listening ??= this.listen());
      return () => (since ? this.since(agency, mine, since) : Promise.resolve([]));
    });
    const seen = new Set<string>();
    return merge(live, lost, before).pipe(
      concatMap((read) => from(read().then((rows) => this.bodies.shown(principal, rows).catch(() => [])))),
      mergeMap((rows) => rows.filter(({ id }) => !seen.has(id))),
      map((row) => {
        if (seen.size > 1000) seen.clear();
        seen.add(row.id);
        if (!last || row.id > last) last = row.id;
        return notificationView(row);
      }),
      takeUntil(this.ended),
    );
  }

  private listen(): Promise<void> {
    const heard = (payload: string) => this.announced.next(JSON.parse(payload) as Announced);
    return this.listener.on(NOTICES_CHANNEL, heard, () => this.missed.next());
  }

  private one(agency: string, id: string): Promise<NoticeRow[]> {
    let rows = this.rows.get(id);
    if (!rows) {
      this.rows.set(id, (rows = this.database.run<NoticeRow>(NOTICES_BY_ID, [agency, [id]]).catch(() => [])));
      setTimeout(() => this.rows.delete(id), REMEMBER_MS).unref();
    }
    return rows;
  }

  private since(agency: string, recipients: readonly string[], id: string): Promise<NoticeRow[]> {
    return this.database.run<NoticeRow>(NOTICES_SINCE, [agency, recipients, id]).catch(() => []);
  }
}
