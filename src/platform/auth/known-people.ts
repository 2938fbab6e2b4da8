import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { APPLICANT, type HeldRole, type Principal } from '../../kernel/principal.js';
import { Database } from '../database/database.js';
import { statement } from '../database/tx.js';

/** Written anew when something has changed, or to say that somebody is still there. */
const REMEMBER = statement(
  'known-person.remember',
  `insert into known_people as known (agency, id, subject, username, name, roles, seen_at) values ($1, $2, $3, $4, $5, $6, $7)
   on conflict (agency, id) do update
      set username = excluded.username, name = excluded.name, roles = excluded.roles, seen_at = excluded.seen_at
    where (known.username, known.name, known.roles) is distinct from (excluded.username, excluded.name, excluded.roles)
       or known.seen_at < excluded.seen_at - interval '1 day'`,
);
/** By id, or by the issuer's own name for them, which is one person's alone; and whoever else goes by that word. */
const CALLED = statement(
  'known-person.called',
  `select id, name, roles, id::text = $2 or subject = $2 as exactly from known_people
    where agency = $1 and (id::text = $2 or subject = $2 or username = $2) order by exactly desc limit 2`,
);

/** Somebody who can be named: with the roles that they had when they were here last. */
export interface KnownPerson {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly HeldRole[];
}

/** What an issuer says of somebody beside their roles. */
export interface IssuerNames {
  readonly subject: string;
  /** What they sign in as. */
  readonly username: string | undefined;
}

/**
 * Officials who come by an outside issuer, remembered when they come: here they have no account, and whoever names a stand-in must be
 * able to say who. Applicants are not remembered.
 */
@Injectable()
export class KnownPeople {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async remember({ agency, id, name, roles }: Principal, { subject, username }: IssuerNames): Promise<void> {
    if (!roles.some(({ role }) => role !== APPLICANT)) return;
    const row = [agency, id, subject, username ?? null, name, JSON.stringify(roles), this.clock.now()];
    await this.database.run(REMEMBER, row);
  }

  /** Undefined when nobody has this id or subject, or when it is also what somebody else signs in as: a name is the bearer's own choice. */
  async called(agency: string, name: string): Promise<KnownPerson | undefined> {
    const [first, second] = await this.database.run<KnownPerson & { readonly exactly: boolean }>(CALLED, [agency, name]);
    return first?.exactly && !second ? { id: first.id, name: first.name, roles: first.roles } : undefined;
  }
}
