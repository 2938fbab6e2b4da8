import { Injectable } from '@nestjs/common';
import { concatMap, exhaustMap, filter, interval, map, merge, share, take, takeUntil, takeWhile } from 'rxjs';
import type { MonoTypeOperatorFunction, Observable } from 'rxjs';
import { Refusal } from '../../kernel/refusal.js';
import type { Access } from './access.js';
import { EndedSessions } from './ended-sessions.js';
import { StandIns } from './stand-ins.js';
import { StreamQuota } from './stream-quota.js';
import { Tokens } from './tokens.js';

/** How often the end of a token or of an acting period is looked for; the end of a session is heard of at once. */
const LOOK_MS = 1000;

/**
 * Ends what goes on after its request, such as a stream, as soon as who asked for it may no longer come: signed out, disabled, given other
 * roles, no longer an acting official, or with a token that has expired.
 */
@Injectable()
export class AccessWatch {
  private readonly looks: Observable<unknown>;

  constructor(
    private readonly tokens: Tokens,
    private readonly ended: EndedSessions,
    private readonly standIns: StandIns,
    private readonly streams: StreamQuota,
  ) {
    this.looks = merge(interval(LOOK_MS), ended.changes).pipe(share());
  }

  /** Whether somebody may still come as they came. */
  async holds({ token, principal }: Access): Promise<boolean> {
    try {
      const { session, principal: now } = await this.tokens.verify(token);
      if (session !== undefined && (await this.ended.has(now.agency, session))) return false;
      const acting = principal.roles.flatMap(({ actingFor }) => (actingFor ? [actingFor.standIn] : []));
      if (acting.length === 0) return true;
      const running = new Set((await this.standIns.of(now)).map(({ id }) => id));
      return acting.every((id) => running.has(id));
    } catch (error) {
      // Whoever cannot be asked has not said no.
      return !(error instanceof Refusal && ['unauthenticated', 'forbidden'].includes(error.kind));
    }
  }

  /**
   * The source as long as the access holds: asked before each value is let through, and again and again while none comes.
   * @throws TOO_MANY_STREAMS, at once or in the observable, when the account or its session has its quota already
   */
  whileHeld<T>(access: Access): MonoTypeOperatorFunction<T> {
    this.streams.admit(access);
    return (source) =>
      this.streams.counted(access, source).pipe(
        concatMap(async (value) => ({ value, held: await this.holds(access) })),
        takeWhile(({ held }) => held),
        map(({ value }) => value),
        takeUntil(this.over(access)),
      );
  }

  private over(access: Access): Observable<boolean> {
    // Without the connection to listen on, looking goes on all the same.
    this.ended.listen().catch(() => undefined);
    return this.looks.pipe(
      exhaustMap(() => this.holds(access)),
      filter((held) => !held),
      take(1),
    );
  }
}
