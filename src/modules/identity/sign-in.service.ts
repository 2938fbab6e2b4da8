import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Semaphore } from '../../platform/api/semaphore.js';
import { Audit, NO_AGENCY, type AuditNote } from '../../platform/audit/audit.js';
import { AgencyRoles } from '../../platform/auth/agency-roles.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/tx.js';
import type { Principal } from '../../kernel/principal.js';
import { inputInvalid } from '../../platform/api/problem.js';
import type { CallerAddress } from '../../platform/rate/caller.js';
import { RateLimits } from '../../platform/rate/rate-limits.js';
import { SecondFactorRule } from '../../platform/auth/second-factor-rule.js';
import { secondFactorNeeded } from '../../platform/auth/auth-refusals.js';
import { BuiltInIssuer } from './built-in-issuer.js';
import { passwordChangeNeeded, passwordExpired, SAME_PASSWORD, signInBusy, signInFailed, WHICH_AGENCY } from './identity-refusals.js';
import type { ChangePasswordInput, SignInInput } from './identity.input.js';
import type { TokenView } from './identity.view.js';
import { hashPassword, isDated, passwordMatches } from './password.js';
import { passwordProblem } from './password-policy.js';
import { AccountAddresses } from './account-mail/account-addresses.js';
import { FactorCheck } from './second-factor/factor-check.js';
import { SessionsService, type WhenStarted } from './sessions.service.js';
import { SignInFailures } from './sign-in-failures.js';
import { UserRow } from './user.entity.js';

/** A password costs a thread that files are read by too, and memory: guessing many at once must not stop the office. */
const HASHED_AT_ONCE = 2;
const MOST_WAITING = 64;

/** A password that another user has seen must expire. */
const GIVEN_HOLDS_MS = 7 * 86_400_000;

const SET_PASSWORD = statement(
  'user.set-password',
  `update users set password_hash = $3, must_change = $4 where agency = $1 and id = $2 and password_hash = $5 returning id`,
);

const WHICH_AGENCY_OF_TWO = { pointer: '/agency', detail: WHICH_AGENCY };

interface Compared {
  readonly right: readonly UserRow[];
  /** Those whose account is not locked. */
  readonly tried: readonly UserRow[];
}

type Start<T> = (user: UserRow, started: WhenStarted) => Promise<T | undefined>;

/** The built-in issuer: authenticates by user name and password. */
@Injectable()
export class SignInService {
  /** Compared against when a user does not exist, so that answering takes as long. */
  private readonly nobody: Promise<string>;
  private readonly semaphore = new Semaphore(HASHED_AT_ONCE, MOST_WAITING, signInBusy);

  constructor(
    private readonly database: Database,
    private readonly sessions: SessionsService,
    private readonly failures: SignInFailures,
    private readonly issuer: BuiltInIssuer,
    private readonly audit: Audit,
    private readonly limits: RateLimits,
    private readonly clock: Clock,
    private readonly agencies: AgencyRoles,
    private readonly addresses: AccountAddresses,
    private readonly factors: FactorCheck,
    private readonly factorRule: SecondFactorRule,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.nobody = hashPassword('');
  }

  async signIn(input: SignInInput, address: CallerAddress): Promise<TokenView> {
    return this.begin(input, address, (user, started) => this.sessions.start(user, started));
  }

  /** Signs in to the page of reports alone: the API does not take its token. */
  async signInToReports(input: SignInInput, address: CallerAddress): Promise<string> {
    return this.begin(input, address, async (user, started) => {
      // The page has nothing to enrol a factor with.
      if (this.factorRule.requiredOf({ ...user, kind: 'person' }) && !(await this.factors.has(user))) throw secondFactorNeeded();
      return this.sessions.startReports(user, started);
    });
  }

  endSession(of: Principal, session: string | undefined): Promise<void> {
    return this.sessions.signOut(of, session);
  }

  /** A new password by the old one, also where that was good for nothing else; every session begins anew. */
  async changePassword(
    { agency, username, currentPassword, newPassword, code }: ChangePasswordInput,
    address: CallerAddress,
  ): Promise<TokenView> {
    const user = await this.recognise({ ...(agency !== undefined && { agency }), username, password: currentPassword }, address);
    const problem = newPassword === currentPassword ? SAME_PASSWORD : passwordProblem(newPassword, username);
    if (problem) throw inputInvalid({}, [{ pointer: '/newPassword', detail: problem }]);
    const hash = await this.hash(newPassword);
    await this.factors.counted(user, address, () =>
      this.database.transaction(async (tx) => {
        const [set] = await tx.run(SET_PASSWORD, [user.agency, user.id, hash, false, user.password_hash]);
        // The password was changed concurrently.
        if (!set) throw signInFailed();
        await this.factors.pass(tx, user, code);
        await this.sessions.endAll(tx, user.agency, user.id, 'password-changed');
        await this.addresses.notify(tx, user, 'password-changed', false);
        await this.audit.note(tx, { agency: user.agency, kind: 'password-changed', actor: { id: user.id, name: user.name } });
      }),
    );
    this.sessions.forgetEnded();
    await this.failures.succeeded(user, address);
    const tokens = await this.sessions.start({ ...user, password_hash: hash });
    if (!tokens) throw signInFailed();
    return tokens;
  }

  /** Hashes a new password, a few at once like those that are checked. */
  hash(password: string): Promise<string> {
    return this.semaphore.run(() => hashPassword(password));
  }

  /** Where the user has changed between the look at the password and the start, the password is looked at once more. */
  private async begin<T>(input: SignInInput, address: CallerAddress, start: Start<T>): Promise<T> {
    for (const last of [false, true]) {
      const user = await this.recognise(input, address);
      if (user.must_change) throw passwordChangeNeeded();
      const { agency, id, name } = user;
      const started: WhenStarted = async (tx) => {
        const factor = await this.factors.pass(tx, user, input.code);
        const data = factor === 'none' ? {} : { factor };
        await this.audit.note(tx, { agency, kind: 'signed-in', actor: { id, name }, data });
      };
      const begun = await this.factors.counted(user, address, () => start(user, started));
      if (begun !== undefined) {
        await this.failures.succeeded(user, address);
        return begun;
      }
      if (last) break;
    }
    throw signInFailed();
  }

  /** The owner of a session proves by the password once more who they are. */
  async confirmPassword({ agency, id }: Principal, password: string, address: CallerAddress): Promise<UserRow> {
    const known = await this.database.source.manager.findOneBy(UserRow, { agency, id });
    if (!known) throw signInFailed();
    return this.recognise({ agency, username: known.username, password }, address);
  }

  /** By the password alone: what was wrong before is forgiven when the second factor has been asked for as well. */
  private async recognise(input: SignInInput, address: CallerAddress): Promise<UserRow> {
    this.issuer.mustBeOn();
    await this.limits.take('signIn', await this.failures.rateSubject(input, address));
    const { password } = input;
    const namesakes = await this.semaphore.run(() => this.compare(input, address));
    const [user, another] = namesakes.right;
    if (user && another) throw signInFailed({ known: namesakes.right.map(({ agency }) => agency).join(', ') }, [WHICH_AGENCY_OF_TWO]);
    if (!user) {
      for (const note of failedSignIns(input, namesakes.tried)) await this.audit.note(undefined, note);
      throw signInFailed();
    }
    if (user.must_change && this.hasExpired(user)) throw passwordExpired();
    return this.renewed(user, password);
  }

  /**
   * Finds the owner of a password: without an agency, all users of that name are compared, so that a sign-in does not depend on the user names
   * of another agency. For a disabled user the right password counts like a wrong one, so that the number of attempts reveals nothing.
   */
  private async compare({ agency, username, password }: SignInInput, address: string): Promise<Compared> {
    const where = { username, ...(agency !== undefined && { agency }) };
    // An agency whose file was removed is no longer served: its users cannot sign in.
    const known = await this.database.source.manager.find(UserRow, { where, order: { agency: 'ASC' } });
    const found = known.filter((user) => this.agencies.has(user.agency));
    if (found.length === 0) {
      const [nobody] = await this.failures.refuseLocked([{ agency, username }], address);
      await passwordMatches(password, await this.nobody);
      await this.failures.note([nobody!], address);
      return { right: [], tried: [] };
    }
    // Asked inside: guesses that came together must not all pass before the first of them has failed.
    const tried = await this.failures.refuseLocked(found, address);
    const right: UserRow[] = [];
    for (const user of tried) if ((await passwordMatches(password, user.password_hash)) && !user.disabled_at) right.push(user);
    if (right.length === 0) await this.failures.note(tried, address);
    return { right, tried };
  }

  private hasExpired({ password_given_at: given }: UserRow): boolean {
    return given !== null && given.getTime() + GIVEN_HOLDS_MS <= this.clock.now().getTime();
  }

  /** A hash from before is replaced when the password is at hand. */
  private async renewed(user: UserRow, password: string): Promise<UserRow> {
    if (!isDated(user.password_hash)) return user;
    const hash = await this.hash(password);
    await this.database.run(SET_PASSWORD, [user.agency, user.id, hash, user.must_change, user.password_hash]);
    return { ...user, password_hash: hash };
  }
}

/** Keeps only the beginning of an unknown name: it may be a password that was typed into the wrong field. */
function failedSignIns({ username }: SignInInput, tried: readonly UserRow[]): AuditNote[] {
  if (tried.length === 0) return [{ agency: NO_AGENCY, kind: 'sign-in-failed', data: { username: `${username.slice(0, 3)}…` } }];
  return tried.map((user) => ({ agency: user.agency, kind: 'sign-in-failed', actor: user, data: { username: user.username } }));
}
