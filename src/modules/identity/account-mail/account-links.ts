import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { Clock } from '../../../kernel/clock.js';
import { AgencyRoles } from '../../../platform/auth/agency-roles.js';
import { Vault } from '../../../platform/crypto/vault.js';
import { Database } from '../../../platform/database/database.js';
import { statement, type Tx } from '../../../platform/database/tx.js';
import type { UserRow } from '../user.entity.js';

const ADD = statement(
  'account-link.add',
  `insert into account_links (agency, hash, user_id, purpose, address, expires_at) values ($1, $2, $3, $4, $5, $6)`,
);
const FIND = statement(
  'account-link.find',
  `select u.* from account_links l join users u on u.agency = l.agency and u.id = l.user_id
    where l.agency = $1 and l.hash = $2 and l.purpose = $3 and l.expires_at > $4 and u.disabled_at is null`,
);
/** Locks the user first, in the order of everybody who changes one; all codes of that purpose are used up with the one. */
const TAKE = statement(
  'account-link.take',
  `with account as (
     select u.agency, u.id from users u
       join account_links l on l.agency = u.agency and l.user_id = u.id
      where l.agency = $1 and l.hash = $2 and l.purpose = $3 and l.expires_at > $4 and u.disabled_at is null
        for update of u
   )
   delete from account_links l using account a where l.agency = a.agency and l.user_id = a.id and l.purpose = $3
   returning l.hash = $2 as presented, l.address`,
);

export type LinkPurpose = 'password-reset' | 'confirm-email';

interface Named {
  readonly agency: string;
  readonly hash: string;
}

/** Codes that are sent by mail: 256 random bits, kept as keyed hashes, good for one use and for a time. */
@Injectable()
export class AccountLinks {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly agencies: AgencyRoles,
    private readonly clock: Clock,
  ) {}

  /** A new code; `address` is what it confirms, encrypted. */
  async make(
    tx: Tx,
    { agency, id }: Pick<UserRow, 'agency' | 'id'>,
    purpose: LinkPurpose,
    { minutes, address = null }: { readonly minutes: number; readonly address?: string | null },
  ): Promise<string> {
    const secret = randomBytes(32).toString('base64url');
    const expires = new Date(this.clock.now().getTime() + minutes * 60_000);
    await tx.run(ADD, [agency, this.hash(agency, purpose, secret), id, purpose, address, expires]);
    return `${agency}.${secret}`;
  }

  /** Whose code it is, without using it up. */
  async owner(code: string, purpose: LinkPurpose): Promise<UserRow | undefined> {
    const named = this.named(code, purpose);
    if (!named) return undefined;
    const [user] = await this.database.run<UserRow>(FIND, [named.agency, named.hash, purpose, this.clock.now()]);
    return user;
  }

  /** Uses a code up; undefined where that was done already, or its time is over. */
  async take(tx: Tx, code: string, purpose: LinkPurpose): Promise<{ readonly address: string | null } | undefined> {
    const named = this.named(code, purpose);
    if (!named) return undefined;
    const taken = await tx.run<{ presented: boolean; address: string | null }>(TAKE, [named.agency, named.hash, purpose, this.clock.now()]);
    return taken.find(({ presented }) => presented);
  }

  private named(code: string, purpose: LinkPurpose): Named | undefined {
    const [, agency, secret] = /^([a-z0-9-]{1,100})\.([\w-]{43})$/.exec(code.trim()) ?? [];
    if (!agency || !secret || !this.agencies.has(agency)) return undefined;
    return { agency, hash: this.hash(agency, purpose, secret) };
  }

  private hash(agency: string, purpose: LinkPurpose, secret: string): string {
    return this.vault.hash(agency, purpose, secret);
  }
}
