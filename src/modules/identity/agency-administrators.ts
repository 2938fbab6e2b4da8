import { Injectable } from '@nestjs/common';
import type { Administrators, NoticedAccount } from '../../platform/auth/account-notices.js';
import { statement, type Tx } from '../../platform/database/tx.js';
import { AccountAddresses } from './account-mail/account-addresses.js';
import type { UserRow } from './user.entity.js';

const ADMINISTRATORS_OF = statement(
  'user.administrators',
  `select agency, id, username, name, email from users
    where agency = $1 and disabled_at is null and roles @> '[{"role": "admin"}]' order by username`,
);

/** The administrators of an agency by the built-in issuer, with their confirmed mail addresses. */
@Injectable()
export class AgencyAdministrators implements Administrators {
  constructor(private readonly addresses: AccountAddresses) {}

  async of(tx: Tx, agency: string): Promise<readonly NoticedAccount[]> {
    const rows = await tx.run<UserRow>(ADMINISTRATORS_OF, [agency]);
    const accounts: NoticedAccount[] = [];
    for (const row of rows) accounts.push(await this.addresses.noticed(row, tx));
    return accounts;
  }
}
