import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { APPLICANT, type HeldRole, type Principal } from '../../kernel/principal.js';
import type { Problem } from '../../kernel/refusal.js';
import type { ApiCommand } from '../../platform/api/command-of.js';
import { anId, decodeCursor, encodeCursor, pageOf, type Page } from '../../platform/api/paging.js';
import { inputInvalid } from '../../platform/api/problem.js';
import { Audit } from '../../platform/audit/audit.js';
import { AgencyRoles } from '../../platform/auth/agency-roles.js';
import { Database } from '../../platform/database/database.js';
import { statement, type Statement, type Tx } from '../../platform/database/tx.js';
import { Commands } from '../../platform/idempotency/commands.js';
import { ENDED_CLAIMS_JOB } from '../../workflow/ended-claims.js';
import { AccountAddresses } from './account-mail/account-addresses.js';
import { AccountEmailService } from './account-mail/account-email.service.js';
import { ActingPeriods } from './acting-periods.js';
import { BuiltInIssuer } from './built-in-issuer.js';
import * as refuse from './identity-refusals.js';
import { passwordProblem } from './password-policy.js';
import { SessionsService } from './sessions.service.js';
import { SignInService } from './sign-in.service.js';
import type { HeldRoleInput, NewStaffInput, StaffPasswordInput, StaffQuery } from './staff.input.js';
import { staffView, type StaffView } from './staff.view.js';
import { UserRow } from './user.entity.js';
import { Users } from './users.js';

type StaffChange = 'added' | 'roles-changed' | 'disabled' | 'enabled' | 'password-reset';

const LIST = 'staff';
/** A user with the role applicant alone is not staff; administrators do not manage such users. */
const ONLY_APPLICANT = JSON.stringify([{ role: APPLICANT }]);

const SET_ROLES = statement(
  'staff.set-roles',
  `update users set roles = $3 where agency = $1 and id = $2 and roles <> '${ONLY_APPLICANT}' returning *`,
  ENDED_CLAIMS_JOB,
);
const DISABLE = statement(
  'staff.disable',
  `update users set disabled_at = coalesce(disabled_at, $3) where agency = $1 and id = $2 and roles <> '${ONLY_APPLICANT}' returning *`,
  ENDED_CLAIMS_JOB,
);
const ENABLE = statement(
  'staff.enable',
  `update users set disabled_at = null where agency = $1 and id = $2 and roles <> '${ONLY_APPLICANT}' returning *`,
);
const RESET = statement(
  'staff.reset-password',
  `update users set password_hash = $3, must_change = $4, password_given_at = case when $4 then $5::timestamptz end
    where agency = $1 and id = $2 and roles <> '${ONLY_APPLICANT}' returning *`,
);

const LOCK_STAFF = statement('staff.lock', `select pg_advisory_xact_lock(7261050, hashtext($1))`);
const ADMINISTRATOR = statement(
  'staff.administrator',
  `select 1 from users where agency = $1 and disabled_at is null and roles @> '[{"role": "admin"}]' limit 1`,
);

/**
 * The staff of an agency, as its administrator manages them. What holds a password takes no Idempotency-Key: nothing of it may be
 * kept, not even a hash of the request. It does no harm twice.
 */
@Injectable()
export class StaffService {
  constructor(
    private readonly database: Database,
    private readonly commands: Commands,
    private readonly users: Users,
    private readonly sessions: SessionsService,
    private readonly signIns: SignInService,
    private readonly issuer: BuiltInIssuer,
    private readonly roles: AgencyRoles,
    private readonly duties: ActingPeriods,
    private readonly audit: Audit,
    private readonly addresses: AccountAddresses,
    private readonly emails: AccountEmailService,
    private readonly clock: Clock,
  ) {}

  async list({ agency }: Principal, { q, status, limit, after }: StaffQuery): Promise<Page<StaffView>> {
    this.issuer.mustBeOn();
    const [last] = after === undefined ? [] : decodeCursor(LIST, after, [anId]);
    const query = this.database.source.manager
      .createQueryBuilder(UserRow, 'staff')
      .where('staff.agency = :agency', { agency })
      .andWhere('staff.roles <> :applicant::jsonb', { applicant: ONLY_APPLICANT })
      .orderBy('staff.id', 'ASC')
      .limit(limit + 1);
    if (q) query.andWhere(`strpos(lower(staff.username || ' ' || staff.name), lower(:q)) > 0`, { q });
    if (status) query.andWhere(status === 'disabled' ? 'staff.disabled_at is not null' : 'staff.disabled_at is null');
    if (last) query.andWhere('staff.id > :last', { last });
    return pageOf(await query.getMany(), limit, staffView, (row) => encodeCursor(LIST, [row.id]));
  }

  async add(principal: Principal, { username, name, password, roles, email }: NewStaffInput): Promise<StaffView> {
    this.issuer.mustBeOn();
    const { agency } = principal;
    const problem = passwordProblem(password, username);
    const problems = [...this.problemsOf(agency, roles), ...(problem ? [{ pointer: '/password', detail: problem }] : [])];
    if (problems.length > 0) throw inputInvalid({}, problems);
    const passwordHash = await this.signIns.hash(password);
    return this.database.transaction(async (tx) => {
      const row = await this.users.add(tx, { agency, username, name, passwordHash, roles: roles.map(plain), mustChange: true });
      if (email !== undefined) await this.emails.ask(tx, row, email);
      await this.noteChange(tx, principal, 'added', row);
      return staffView(row);
    });
  }

  /** Ends sessions that were begun with the old roles. */
  async changeRoles(command: ApiCommand, id: string, roles: readonly HeldRoleInput[]): Promise<StaffView> {
    const { principal } = command;
    const problems = this.problemsOf(principal.agency, roles);
    if (problems.length > 0) throw inputInvalid({}, problems);
    return this.change(command, 'roles-changed', id, async (tx) => {
      const row = await one(tx, SET_ROLES, [principal.agency, id, JSON.stringify(roles.map(plain))]);
      await this.sessions.endAll(tx, principal.agency, id, 'roles-changed');
      await this.addresses.notify(tx, row, 'roles-changed', true);
      return row;
    });
  }

  disable(command: ApiCommand, id: string): Promise<StaffView> {
    const { agency } = command.principal;
    return this.change(command, 'disabled', id, async (tx) => {
      const row = await one(tx, DISABLE, [agency, id, this.clock.now()]);
      await this.sessions.endAll(tx, agency, id, 'disabled');
      return row;
    });
  }

  enable(command: ApiCommand, id: string): Promise<StaffView> {
    return this.change(command, 'enabled', id, (tx) => one(tx, ENABLE, [command.principal.agency, id]));
  }

  async resetPassword(principal: Principal, id: string, { password }: StaffPasswordInput): Promise<StaffView> {
    this.issuer.mustBeOn();
    const { agency } = principal;
    if (id === principal.id) throw refuse.ownAccount();
    const user = await this.database.source.manager.findOneBy(UserRow, { agency, id });
    if (!user) throw refuse.userNotFound();
    const problem = passwordProblem(password, user.username);
    if (problem) throw inputInvalid({}, [{ pointer: '/password', detail: problem }]);
    const hash = await this.signIns.hash(password);
    const view = await this.database.transaction(async (tx) => {
      const row = await one(tx, RESET, [agency, id, hash, true, this.clock.now()]);
      await this.sessions.endAll(tx, agency, id, 'password-changed');
      await this.addresses.notify(tx, row, 'password-reset', true);
      await this.noteChange(tx, principal, 'password-reset', row);
      return staffView(row);
    });
    this.sessions.forgetEnded();
    return view;
  }

  /** No user changes their own roles, and no agency loses its last administrator. */
  private async change(command: ApiCommand, what: StaffChange, id: string, work: (tx: Tx) => Promise<UserRow>): Promise<StaffView> {
    this.issuer.mustBeOn();
    if (command.principal.id === id) throw refuse.ownAccount();
    const view = await this.commands.run(command, async (tx) => {
      // One change of the staff after the other: of two administrators who disable each other at once, one stays.
      await tx.run(LOCK_STAFF, [command.principal.agency]);
      const row = await work(tx);
      await this.mustKeepAdministrator(tx, row.agency);
      await this.duties.endUnheld(tx, command.principal, row);
      await this.noteChange(tx, command.principal, what, row);
      return staffView(row);
    });
    this.sessions.forgetEnded();
    this.duties.forget();
    return view;
  }

  private async mustKeepAdministrator(tx: Tx, agency: string): Promise<void> {
    const [left] = await tx.run(ADMINISTRATOR, [agency]);
    if (!left) throw refuse.lastAdministrator();
  }

  private noteChange(tx: Tx, actor: Principal, change: StaffChange, { agency, id, username, roles }: UserRow): Promise<void> {
    return this.audit.note(tx, { agency, kind: 'staff-changed', actor, data: { change, user: id, username, roles } });
  }

  private problemsOf(agency: string, roles: readonly HeldRoleInput[]): Problem[] {
    const seen = new Set<string>();
    return roles.flatMap((held, index) => {
      const pointer = `/roles/${index}`;
      if (held.role === APPLICANT) return [{ pointer: `${pointer}/role`, detail: refuse.NO_STAFF_ROLE }];
      const wrong = this.roles.problemOf(agency, plain(held));
      if (wrong) return [{ pointer: `${pointer}/${wrong}`, detail: wrong === 'role' ? refuse.NO_SUCH_ROLE : refuse.WRONG_SECTION }];
      const key = `${held.role}/${held.section ?? ''}`;
      if (seen.has(key)) return [{ pointer, detail: refuse.TWICE }];
      seen.add(key);
      return [];
    });
  }
}

async function one(tx: Tx, change: Statement, params: readonly unknown[]): Promise<UserRow> {
  const [row] = await tx.run<UserRow>(change, params);
  if (!row) throw refuse.userNotFound();
  return row;
}

function plain({ role, section }: HeldRoleInput): HeldRole {
  return section === undefined || section === null ? { role } : { role, section };
}
