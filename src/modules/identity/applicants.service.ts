import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { APPLICANT } from '../../kernel/principal.js';
import type { ApiCommand } from '../../platform/api/command-of.js';
import { Audit } from '../../platform/audit/audit.js';
import { statement } from '../../platform/database/tx.js';
import { Commands } from '../../platform/idempotency/commands.js';
import { applicantAccountView, type ApplicantAccountView } from './applicant-account.view.js';
import { BuiltInIssuer } from './built-in-issuer.js';
import { userNotFound } from './identity-refusals.js';
import { SessionsService } from './sessions.service.js';
import type { UserRow } from './user.entity.js';

const SET = statement(
  'applicant.set-disabled',
  `update users set disabled_at = case when $3 then coalesce(disabled_at, $4) end
    where agency = $1 and id = $2 and roles = '${JSON.stringify([{ role: APPLICANT }])}' returning *`,
);

/** Accounts of applicants, as an administrator closes and opens them. Their applications stay as they are. */
@Injectable()
export class ApplicantsService {
  constructor(
    private readonly commands: Commands,
    private readonly sessions: SessionsService,
    private readonly issuer: BuiltInIssuer,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** A disabled user is signed out at once. */
  async setDisabled(command: ApiCommand, id: string, disabled: boolean): Promise<ApplicantAccountView> {
    this.issuer.mustBeOn();
    const { principal } = command;
    const { agency } = principal;
    const view = await this.commands.run(command, async (tx) => {
      const [row] = await tx.run<UserRow>(SET, [agency, id, disabled, this.clock.now()]);
      if (!row) throw userNotFound();
      if (disabled) await this.sessions.endAll(tx, agency, id, 'disabled');
      const data = { change: disabled ? 'disabled' : 'enabled', user: id };
      await this.audit.note(tx, { agency, kind: 'applicant-changed', actor: principal, data });
      return applicantAccountView(row);
    });
    this.sessions.forgetEnded();
    return view;
  }
}
