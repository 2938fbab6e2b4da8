import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/ids.js';
import { Refusal } from '../../../kernel/refusal.js';
import { inputInvalid } from '../../../platform/api/problem.js';
import { Audit } from '../../../platform/audit/audit.js';
import { ACCOUNT_NOTICES, type AccountNotices } from '../../../platform/auth/account-notices.js';
import { Database } from '../../../platform/database/database.js';
import { statement, type Tx } from '../../../platform/database/tx.js';
import { RecurringJobs } from '../../../platform/queue/recurring-jobs.js';
import type { CallerAddress } from '../../../platform/rate/caller.js';
import { RateLimits } from '../../../platform/rate/rate-limits.js';
import { DefinitionRegistry } from '../../../workflow/definition-registry.js';
import { BuiltInIssuer } from '../built-in-issuer.js';
import { passwordProblem } from '../password-policy.js';
import { SessionsService } from '../sessions.service.js';
import { SignInFailures } from '../sign-in-failures.js';
import { SignInService } from '../sign-in.service.js';
import type { UserRow } from '../user.entity.js';
import { AccountAddresses } from './account-addresses.js';
import { AccountLinks } from './account-links.js';
import { codeExpired } from './account-mail-refusals.js';
import type { ConfirmPasswordResetInput, PasswordResetInput } from './account-mail.input.js';
import type { PasswordResetView, RecoveredAccountView } from './account-mail.view.js';

/** Name of the recurring job that works requests off. */
const RESETS = 'password-resets';
const EVERY_MS = 15_000;
const BATCH = 50;
/** How long a code holds. */
const MINUTES = 30;

/** Accounts of applicants; staff are given a new password by an administrator. */
const APPLICANT_ALONE = `u.roles = '[{"role": "applicant"}]' and u.disabled_at is null`;

/** One row per agency, whether there is such an account or not: the same work, and the same answer, for every name. */
const ASK = statement(
  'password-reset.ask',
  `insert into password_reset_requests (agency, id, user_ids, language, at)
   select a.agency, a.id,
          array(select u.id from users u
                 where u.agency = a.agency and (u.username = $4 or u.email_hash = a.hash) and u.email is not null and ${APPLICANT_ALONE}
                 order by u.id limit 5),
          $5, $6
     from unnest($1::text[], $2::uuid[], $3::text[]) as a (agency, id, hash)`,
  RESETS,
);
const WAITING = statement('password-reset.waiting', `select agency, id, user_ids from password_reset_requests order by at limit $1`);
const TAKE = statement('password-reset.take', `delete from password_reset_requests where agency = $1 and id = $2 returning language, at`);
const USERS = statement(
  'password-reset.users',
  `select u.* from users u where u.agency = $1 and u.id = any($2::uuid[]) and ${APPLICANT_ALONE}`,
);
const SET = statement(
  'password-reset.set',
  `update users u set password_hash = $3, must_change = false, password_given_at = null
    where u.agency = $1 and u.id = $2 and ${APPLICANT_ALONE} returning u.*`,
);

interface Waiting {
  readonly agency: string;
  readonly id: string;
  readonly user_ids: readonly string[];
}

/** Applicants who have forgotten their password get a code at the confirmed address of their account, and choose another by it. */
@Injectable()
export class PasswordResetService implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly addresses: AccountAddresses,
    private readonly links: AccountLinks,
    private readonly sessions: SessionsService,
    private readonly signIns: SignInService,
    private readonly failures: SignInFailures,
    private readonly issuer: BuiltInIssuer,
    private readonly registry: DefinitionRegistry,
    private readonly limits: RateLimits,
    private readonly audit: Audit,
    private readonly recurringJobs: RecurringJobs,
    private readonly clock: Clock,
    @Inject(ACCOUNT_NOTICES) private readonly notices: AccountNotices,
  ) {}

  onModuleInit(): void {
    this.recurringJobs.add({ name: RESETS, everyMs: EVERY_MS, pauseMs: 250, work: (stopping) => this.drain(stopping) });
  }

  /** Says nothing of whether there is such an account; who is found gets a mail later. */
  async ask({ agency, account }: PasswordResetInput, language: 'id' | 'en', caller: CallerAddress): Promise<PasswordResetView> {
    await this.limits.take('passwordReset', caller);
    this.issuer.mustBeOn();
    const now = this.clock.now();
    const agencies = this.registry.agencies().map(({ code }) => code);
    const asked = agency === undefined ? agencies : agencies.filter((code) => code === agency);
    const hashes = asked.map((code) => this.addresses.hash(code, account));
    await this.database.transaction((tx) => tx.run(ASK, [asked, asked.map(() => newId(now)), hashes, account, language, now]));
    return { validMinutes: MINUTES };
  }

  /** A new password by the code; every session of the account ends. */
  async confirm({ code, newPassword }: ConfirmPasswordResetInput, caller: CallerAddress): Promise<RecoveredAccountView> {
    await this.limits.take('passwordReset', caller);
    this.issuer.mustBeOn();
    const owner = await this.links.owner(code, 'password-reset');
    if (!owner) throw codeExpired();
    const problem = passwordProblem(newPassword, owner.username);
    if (problem) throw inputInvalid({}, [{ pointer: '/newPassword', detail: problem }]);
    const hash = await this.signIns.hash(newPassword);
    const { agency, id, name, username } = owner;
    await this.database.transaction(async (tx) => {
      if (!(await this.links.take(tx, code, 'password-reset'))) throw codeExpired();
      const [user] = await tx.run<UserRow>(SET, [agency, id, hash]);
      if (!user) throw codeExpired();
      await this.sessions.endAll(tx, agency, id, 'password-changed');
      await this.addresses.notify(tx, user, 'password-changed', false);
      await this.audit.note(tx, { agency, kind: 'password-recovered', actor: { id, name } });
    });
    this.sessions.forgetEnded();
    await this.failures.succeeded(owner, caller);
    return { agency, username };
  }

  private async drain(stopping: AbortSignal): Promise<void> {
    for (let found = BATCH; found === BATCH && !stopping.aborted;) {
      const waiting = await this.database.run<Waiting>(WAITING, [BATCH]);
      for (const each of waiting) await this.send(each, await this.withinLimits(each));
      found = waiting.length;
    }
  }

  /** A few codes per account and day: others cannot fill a mailbox. */
  private async withinLimits({ agency, user_ids: users }: Waiting): Promise<string[]> {
    const within: string[] = [];
    for (const user of users) {
      try {
        await this.limits.take('accountMail', `${agency} ${user}`);
        within.push(user);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    }
    return within;
  }

  private async send({ agency, id }: Waiting, users: readonly string[]): Promise<void> {
    await this.database.transaction(async (tx) => {
      const [request] = await tx.run<{ language: 'id' | 'en'; at: Date }>(TAKE, [agency, id]);
      if (!request || users.length === 0) return;
      for (const user of await tx.run<UserRow>(USERS, [agency, users])) await this.sendTo(tx, user, request.language);
    });
  }

  private async sendTo(tx: Tx, user: UserRow, language: 'id' | 'en'): Promise<void> {
    const { email, ...account } = await this.addresses.noticed(user, tx);
    if (email === null) return;
    const code = await this.links.make(tx, user, 'password-reset', { minutes: MINUTES });
    await this.notices.code(tx, { ...account, email }, { kind: 'password-reset', code, minutes: MINUTES, language });
    await this.audit.note(tx, { agency: user.agency, kind: 'password-reset-sent', data: { user: user.id } });
  }
}
