import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import type { Principal } from '../../../kernel/principal.js';
import { Audit } from '../../../platform/audit/audit.js';
import { SecondFactorRule } from '../../../platform/auth/second-factor-rule.js';
import { Database } from '../../../platform/database/database.js';
import type { CallerAddress } from '../../../platform/rate/caller.js';
import { DefinitionRegistry } from '../../../workflow/definition-registry.js';
import { AccountAddresses } from '../account-mail/account-addresses.js';
import { BuiltInIssuer } from '../built-in-issuer.js';
import { ownAccount, userNotFound } from '../identity-refusals.js';
import { SessionsService } from '../sessions.service.js';
import { SignInFailures } from '../sign-in-failures.js';
import { SignInService } from '../sign-in.service.js';
import type { UserRow } from '../user.entity.js';
import { Users } from '../users.js';
import { FactorCheck } from './factor-check.js';
import { FactorStore } from './factor-store.js';
import * as refuse from './second-factor-refusals.js';
import type { ConfirmSecondFactorInput, DisableSecondFactorInput } from './second-factor.input.js';
import type { RecoveryCodesView, SecondFactorSecretView, SecondFactorView } from './second-factor.view.js';
import { keyUri, SECRET_BYTES, secretOf } from './totp.js';

/** The second factor of an account of staff: enrolled and taken away by its owner, or taken away by an administrator. */
@Injectable()
export class SecondFactorService {
  constructor(
    private readonly database: Database,
    private readonly store: FactorStore,
    private readonly check: FactorCheck,
    private readonly rule: SecondFactorRule,
    private readonly signIns: SignInService,
    private readonly failures: SignInFailures,
    private readonly sessions: SessionsService,
    private readonly users: Users,
    private readonly addresses: AccountAddresses,
    private readonly issuer: BuiltInIssuer,
    private readonly registry: DefinitionRegistry,
    private readonly audit: Audit,
  ) {}

  async state(principal: Principal): Promise<SecondFactorView> {
    this.issuer.mustBeOn();
    const { enrolled, codes } = await this.store.state(principal);
    return { enrolled, required: this.rule.requiredOf(principal), recoveryCodesLeft: codes };
  }

  /** A secret that counts for nothing until a code of it was shown; by the password, so that a stolen token cannot enrol. */
  async begin(principal: Principal, password: string, address: CallerAddress): Promise<SecondFactorSecretView> {
    const user = await this.signIns.confirmPassword(principal, password, address);
    const secret = secretOf(randomBytes(SECRET_BYTES));
    const begun = await this.database.transaction((tx) => this.store.begin(tx, user, secret));
    if (!begun) throw refuse.secondFactorExists();
    return { secret, uri: keyUri(secret, this.registry.agency(user.agency).shortName, user.username) };
  }

  async confirm(principal: Principal, { code }: ConfirmSecondFactorInput, address: CallerAddress): Promise<RecoveryCodesView> {
    this.issuer.mustBeOn();
    const { agency, id, name } = principal;
    const user = await this.owner(principal);
    await this.failures.refuseLocked([user], address);
    const recoveryCodes = await this.check.counted(user, address, () =>
      this.database.transaction(async (tx) => {
        const codes = await this.store.confirm(tx, user, code);
        if (codes === undefined) throw refuse.secondFactorAbsent();
        if (codes === 'wrong') throw refuse.secondFactorFailed();
        await this.addresses.notify(tx, user, 'second-factor-enrolled', false);
        await this.audit.note(tx, { agency, kind: 'second-factor-changed', actor: { id, name }, data: { change: 'enrolled', user: id } });
        return codes;
      }),
    );
    return { recoveryCodes: [...recoveryCodes] };
  }

  /** By its owner, with password and code. */
  async disable(principal: Principal, { password, code }: DisableSecondFactorInput, address: CallerAddress): Promise<SecondFactorView> {
    const user = await this.signIns.confirmPassword(principal, password, address);
    const { agency, id, name } = user;
    await this.check.counted(user, address, () =>
      this.database.transaction(async (tx) => {
        if ((await this.check.pass(tx, user, code)) === 'none') throw refuse.secondFactorAbsent();
        await this.store.remove(tx, user);
        await this.addresses.notify(tx, user, 'second-factor-removed', false);
        await this.audit.note(tx, { agency, kind: 'second-factor-changed', actor: { id, name }, data: { change: 'removed', user: id } });
      }),
    );
    return this.state(principal);
  }

  /** By an administrator, for a user who has lost the device; sessions that used it end. */
  async remove(principal: Principal, id: string): Promise<SecondFactorView> {
    this.issuer.mustBeOn();
    if (id === principal.id) throw ownAccount();
    const { agency } = principal;
    await this.database.transaction(async (tx) => {
      const user = await this.users.lockStaff(tx, agency, id);
      if (!user) throw userNotFound();
      if (!(await this.store.remove(tx, user))) throw refuse.secondFactorAbsent();
      await this.sessions.endAll(tx, agency, id, 'second-factor-removed');
      await this.addresses.notify(tx, user, 'second-factor-removed', true);
      await this.audit.note(tx, { agency, kind: 'second-factor-changed', actor: principal, data: { change: 'removed', user: id } });
    });
    this.sessions.forgetEnded();
    return { enrolled: false, required: false, recoveryCodesLeft: 0 };
  }

  private async owner({ agency, id }: Principal): Promise<UserRow> {
    const user = await this.users.find(agency, id);
    if (!user) throw userNotFound();
    return user;
  }
}
