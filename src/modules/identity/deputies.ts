import { Injectable } from '@nestjs/common';
import { isId } from '../../kernel/ids.js';
import { APPLICANT } from '../../kernel/principal.js';
import { KnownPeople, type KnownPerson } from '../../platform/auth/known-people.js';
import { Database } from '../../platform/database/database.js';
import { BuiltInIssuer } from './built-in-issuer.js';
import { UserRow } from './user.entity.js';

/** Officials who can be named as a stand-in: users of the built-in issuer, or people whom another one has vouched for. */
@Injectable()
export class Deputies {
  constructor(
    private readonly database: Database,
    private readonly people: KnownPeople,
    private readonly issuer: BuiltInIssuer,
  ) {}

  /** An official by id, by the user name that an administrator has given them, or by the outside issuer's subject; undefined when there is none. */
  async called(agency: string, name: string): Promise<KnownPerson | undefined> {
    const found = this.issuer.isOn ? await this.user(agency, name) : await this.people.called(agency, name);
    return found?.roles.some(({ role }) => role !== APPLICANT) ? found : undefined;
  }

  private async user(agency: string, username: string): Promise<KnownPerson | undefined> {
    const by = isId(username) ? { id: username } : { username };
    const user = await this.database.source.manager.findOneBy(UserRow, { agency, ...by });
    return user && !user.disabled_at ? user : undefined;
  }
}
