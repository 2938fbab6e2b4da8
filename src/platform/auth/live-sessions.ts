import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import type { HeldRole, Principal } from '../../kernel/principal.js';
import { Database } from '../database/database.js';
import { statement } from '../database/tx.js';

/** What a session is good for: the API, or the page of reports. Neither opens the other. */
export type SessionKind = 'api' | 'reports';

const LIVE = statement(
  'session.live',
  `select u.name, u.roles, s.expires_at,
          exists (select from second_factors f where f.agency = u.agency and f.user_id = u.id and f.confirmed_at is not null) as second_factor
     from sessions s
     join users u on u.agency = s.agency and u.id = s.user_id
    where s.agency = $1 and s.id = $2 and s.user_id = $3 and s.kind = $4 and s.ended_at is null and s.expires_at > $5
      and u.disabled_at is null`,
);

/** A session as a token names it. */
export interface NamedSession {
  readonly agency: string;
  readonly session: string;
  readonly user: string;
  readonly kind: SessionKind;
}

/** Who a session belongs to. */
export interface LiveSession {
  readonly principal: Principal;
  readonly expiresAt: Date;
  /** Whether they have a second factor. */
  readonly secondFactor: boolean;
}

interface LiveRow {
  readonly name: string;
  readonly roles: HeldRole[];
  readonly expires_at: Date;
  readonly second_factor: boolean;
}

/** Sessions of the built-in issuer as the database has them: a token alone, however well it is signed, opens nothing without its session. */
@Injectable()
export class LiveSessions {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The session with its user as they are now; undefined when it has ended, or there never was one. */
  async find({ agency, session, user, kind }: NamedSession): Promise<LiveSession | undefined> {
    const params = [agency, session, user, kind, this.clock.now()];
    const [row] = await this.database.run<LiveRow>(LIVE, params);
    if (!row) return undefined;
    const { name, roles, expires_at: expiresAt, second_factor: secondFactor } = row;
    return { principal: { agency, id: user, name, kind: 'person', roles, session }, expiresAt, secondFactor };
  }
}
