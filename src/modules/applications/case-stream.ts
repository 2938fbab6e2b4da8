import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { concatMap, defer, filter, from, merge, of, Subject, takeUntil, timer, type Observable } from 'rxjs';
import { Clock } from '../../kernel/clock.js';
import type { Principal } from '../../kernel/principal.js';
import type { Access } from '../../platform/auth/access.js';
import { AccessWatch } from '../../platform/auth/access-watch.js';
import { Listener } from '../../platform/queue/listener.js';
import { applicationView, type ApplicationView } from '../../workflow/application.view.js';
import { CaseReader } from '../../workflow/case-reader.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import { TrackingCodes } from '../../workflow/tracking-codes.js';
import { CASES_CHANNEL, type CaseNews } from './case-news.js';

/** Then a reader has to connect again, with a token that is looked at again. */
const LONGEST_MS = 3_600_000;

/** One case as it changes, whichever node changes it. */
@Injectable()
export class CaseStream implements OnModuleInit {
  private readonly changed = new Subject<CaseNews>();
  /** Something may have changed unheard: everybody reads again. */
  private readonly missed = new Subject<void>();
  private readonly ended = new Subject<void>();
  private listening: Promise<void> | undefined;

  constructor(
    private readonly cases: CaseReader,
    private readonly registry: DefinitionRegistry,
    private readonly codes: TrackingCodes,
    private readonly listener: Listener,
    private readonly watch: AccessWatch,
    private readonly host: HttpAdapterHost,
    private readonly clock: Clock,
  ) {}

  /** A server that stops waits for every answer, and a stream is one without an end. */
  onModuleInit(): void {
    const server = this.host.httpAdapter.getInstance<FastifyInstance>();
    server.addHook('preClose', (done) => {
      this.ended.next();
      done();
    });
  }

  /** The case now, and at each change from now on; refused like reading it. A version is shown once. It ends with the access. */
  async of(access: Access, id: string): Promise<Observable<ApplicationView>> {
    const { principal } = access;
    await this.cases.application(principal, id);
    let shown = 0;
    const mine = this.changed.pipe(filter((news) => news.agency === principal.agency && news.application === id && news.seq > shown));
    return merge(
      defer(() => of(undefined)),
      mine,
      this.missed,
    ).pipe(
      concatMap(() => from(this.read(principal, id))),
      concatMap((view) => {
        if (!view || view.version <= shown) return [];
        shown = view.version;
        return [view];
      }),
      this.watch.whileHeld(access),
      takeUntil(merge(this.ended, timer(LONGEST_MS))),
    );
  }

  private async read(principal: Principal, id: string): Promise<ApplicationView | undefined> {
    await (this.listening ??= this.listen());
    const [row] = await this.cases.applicationsById(principal, [id]);
    if (!row) return undefined;
    const { definition } = await this.registry.version(row.agency, row.service, row.definition);
    const timing = { working: this.registry.working(row.agency), now: this.clock.now() };
    return applicationView(row, definition, timing, await this.codes.for(principal, row));
  }

  private listen(): Promise<void> {
    const heard = (payload: string) => this.changed.next(JSON.parse(payload) as CaseNews);
    return this.listener.on(CASES_CHANNEL, heard, () => this.missed.next());
  }
}
