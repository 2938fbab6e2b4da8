import { Inject, Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/principal.js';
import { Audit } from '../../../platform/audit/audit.js';
import { ACCOUNT_NOTICES, type AccountNotices } from '../../../platform/auth/account-notices.js';
import { Database } from '../../../platform/database/database.js';
import type { Tx } from '../../../platform/database/tx.js';
import type { CallerAddress } from '../../../platform/rate/caller.js';
import { RateLimits } from '../../../platform/rate/rate-limits.js';
import { BuiltInIssuer } from '../built-in-issuer.js';
import { userNotFound } from '../identity-refusals.js';
import { SignInService } from '../sign-in.service.js';
import type { UserRow } from '../user.entity.js';
import { Users } from '../users.js';
import { AccountAddresses } from './account-addresses.js';
import { AccountLinks } from './account-links.js';
import { codeExpired } from './account-mail-refusals.js';
import type { AccountEmailInput } from './account-mail.input.js';
import type { AccountEmailView } from './account-mail.view.js';

const DAY_MINUTES = 1440;

/** The mail address of an account: it counts once a code that was sent to it has come back. */
@Injectable()
export class AccountEmailService {
  constructor(
    private readonly database: Database,
    private readonly addresses: AccountAddresses,
    private readonly links: AccountLinks,
    private readonly signIns: SignInService,
    private readonly users: Users,
    private readonly issuer: BuiltInIssuer,
    private readonly limits: RateLimits,
    private readonly audit: Audit,
    @Inject(ACCOUNT_NOTICES) private readonly notices: AccountNotices,
  ) {}

  async read({ agency, id }: Principal): Promise<AccountEmailView> {
    this.issuer.mustBeOn();
    const user = await this.users.find(agency, id);
    if (!user) throw userNotFound();
    return { email: await this.addresses.decrypt(agency, id, user.email), pending: null };
  }

  /** Requires the password: control of the address gives access to the account. */
  async change(
    principal: Principal,
    { email, password, language = 'id' }: AccountEmailInput,
    caller: CallerAddress,
  ): Promise<AccountEmailView> {
    const user = await this.signIns.confirmPassword(principal, password, caller);
    await this.limits.take('accountMail', `${user.agency} ${user.id}`);
    await this.database.transaction((tx) => this.ask(tx, user, email, language));
    return { email: await this.addresses.decrypt(user.agency, user.id, user.email), pending: email };
  }

  /** Sends a code to an address that an account is to have. */
  async ask(tx: Tx, user: UserRow, email: string, language: 'id' | 'en' = 'id'): Promise<void> {
    const { agency, id, name, username } = user;
    const address = await this.addresses.encrypt(agency, id, email, tx);
    const code = await this.links.make(tx, user, 'confirm-email', { minutes: DAY_MINUTES, address });
    await this.notices.code(tx, { agency, id, name, username, email }, { kind: 'confirm-email', code, minutes: DAY_MINUTES, language });
  }

  async confirm(code: string, caller: CallerAddress): Promise<AccountEmailView> {
    await this.limits.take('passwordReset', caller);
    this.issuer.mustBeOn();
    const user = await this.links.owner(code, 'confirm-email');
    if (!user) throw codeExpired();
    return this.database.transaction(async (tx) => {
      const taken = await this.links.take(tx, code, 'confirm-email');
      const email = taken && (await this.addresses.decrypt(user.agency, user.id, taken.address, tx));
      if (!email) throw codeExpired();
      // At the address from before.
      if (user.email !== null) await this.addresses.notify(tx, user, 'email-changed', false);
      await this.addresses.set(tx, user, email);
      await this.audit.note(tx, { agency: user.agency, kind: 'account-email-confirmed', actor: user });
      return { email, pending: null };
    });
  }
}
