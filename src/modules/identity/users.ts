import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/ids.js';
import type { HeldRole } from '../../kernel/principal.js';
import { codeOf, Database } from '../../platform/database/database.js';
import { statement, type Tx } from '../../platform/database/tx.js';
import { usernameTaken } from './identity-refusals.js';
import { UserRow } from './user.entity.js';

const ADD = statement(
  'user.add',
  `insert into users (agency, id, username, name, password_hash, roles, demo, must_change, created_at, password_given_at)
   values ($1, $2, $3, $4, $5, $6, false, $7, $8, case when $7 then $8::timestamptz end) returning *`,
);

/** A user with the role applicant alone is not staff. */
const LOCK_STAFF = statement(
  'user.lock-staff',
  `select * from users where agency = $1 and id = $2 and roles <> '[{"role": "applicant"}]' for update`,
);

const TAKEN = statement('user.taken', `select 1 from users where username = $1 limit 1`);

/** A user to be created. */
export interface NewUser {
  readonly agency: string;
  readonly username: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly roles: readonly HeldRole[];
  /** The password was set by another user. */
  readonly mustChange: boolean;
}

/** The users of the built-in issuer. */
@Injectable()
export class Users {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async find(agency: string, id: string): Promise<UserRow | null> {
    return this.database.source.manager.findOneBy(UserRow, { agency, id });
  }

  /** A member of staff, locked against concurrent changes. */
  async lockStaff(tx: Tx, agency: string, id: string): Promise<UserRow | undefined> {
    const [row] = await tx.run<UserRow>(LOCK_STAFF, [agency, id]);
    return row;
  }

  /** Whether a user of any agency has that name. */
  async isTaken(tx: Tx, username: string): Promise<boolean> {
    return (await tx.run(TAKEN, [username])).length > 0;
  }

  /** A user name is one person's within an agency. */
  async add(tx: Tx, { agency, username, name, passwordHash, roles, mustChange }: NewUser): Promise<UserRow> {
    const now = this.clock.now();
    try {
      const [row] = await tx.run<UserRow>(ADD, [agency, newId(now), username, name, passwordHash, JSON.stringify(roles), mustChange, now]);
      return row!;
    } catch (error) {
      if (codeOf(error) === '23505') throw usernameTaken();
      throw error;
    }
  }
}
