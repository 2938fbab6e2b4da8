import { Inject, Injectable } from '@nestjs/common';
import { APPLICANT } from '../../kernel/principal.js';
import type { CallerAddress } from '../../platform/rate/caller.js';
import { RateLimits } from '../../platform/rate/rate-limits.js';
import { inputInvalid } from '../../platform/api/problem.js';
import { Audit } from '../../platform/audit/audit.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import { AccountEmailService } from './account-mail/account-email.service.js';
import { BuiltInIssuer } from './built-in-issuer.js';
import { registrationClosed, RESERVED, usernameTaken, WHICH_AGENCY } from './identity-refusals.js';
import type { RegisterInput } from './identity.input.js';
import type { AccountView } from './identity.view.js';
import { passwordProblem } from './password-policy.js';
import { isReservedName } from './reserved-names.js';
import { SignInService } from './sign-in.service.js';
import { Users } from './users.js';

/** Registers applicants. Only applicants register themselves: an administrator adds staff. */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly database: Database,
    private readonly users: Users,
    private readonly signIns: SignInService,
    private readonly issuer: BuiltInIssuer,
    private readonly registry: DefinitionRegistry,
    private readonly audit: Audit,
    private readonly emails: AccountEmailService,
    private readonly limits: RateLimits,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Name, user name, password and a mail address, once that is confirmed, are all that is kept. */
  async register({ agency, name, username, password, email }: RegisterInput, caller: CallerAddress): Promise<AccountView> {
    await this.limits.take('register', caller);
    this.issuer.mustBeOn();
    if (!this.config.registration) throw registrationClosed();
    const code = this.agency(agency);
    if (isReservedName(username, this.registry.agencies())) throw inputInvalid({}, [{ pointer: '/username', detail: RESERVED }]);
    const problem = passwordProblem(password, username);
    if (problem) throw inputInvalid({}, [{ pointer: '/password', detail: problem }]);
    const passwordHash = await this.signIns.hash(password);
    const roles = [{ role: APPLICANT }];
    const row = await this.database.transaction(async (tx) => {
      // An official of any agency keeps their name for themselves.
      if (await this.users.isTaken(tx, username)) throw usernameTaken();
      const added = await this.users.add(tx, { agency: code, username, name, passwordHash, roles, mustChange: false });
      if (email !== undefined) await this.emails.ask(tx, added, email);
      await this.audit.note(tx, { agency: code, kind: 'registered', actor: { id: added.id, name } });
      return added;
    });
    return { id: row.id, username: row.username, name: row.name, agency: row.agency };
  }

  private agency(told: string | undefined): string {
    const codes = this.registry.agencies().map(({ code }) => code);
    if (told === undefined && codes.length === 1) return codes[0]!;
    if (told !== undefined && codes.includes(told)) return told;
    throw inputInvalid({ known: codes.join(', ') }, [{ pointer: '/agency', detail: WHICH_AGENCY }]);
  }
}
