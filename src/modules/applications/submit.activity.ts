import { Injectable } from '@nestjs/common';
import { APPLICANT } from '../../kernel/principal.js';
import { inputInvalid } from '../../platform/api/problem.js';
import { objectSchema } from '../../platform/api/schema-parts.js';
import { Vault } from '../../platform/crypto/vault.js';
import { dateIn } from '../../platform/numbering/number-format.js';
import type { Tx } from '../../platform/database/tx.js';
import type { Activity, ActivityContext, ActivityEffect, InputContext } from '../../workflow/activity.js';
import { applicantSchema } from '../../workflow/applicant-schema.js';
import { canonicalForm } from '../../workflow/canonical-form.js';
import { CaseRules, type RuleQuestion } from '../../workflow/case-rules.js';
import { OwnCases } from '../../workflow/own-cases.js';
import { ApplicationForms, type Filled } from './application-forms.js';
import { changesOf, hashedChanges, identityProblems, REASON_NEEDED } from './changed-fields.js';

/** Row 1: the applicant hands in; after a return, with a corrected form where that was what was wrong. */
@Injectable()
export class SubmitActivity implements Activity {
  readonly declaration = { name: 'submit', outcomes: ['submitted'] };

  constructor(
    private readonly forms: ApplicationForms,
    private readonly ownCases: OwnCases,
    private readonly vault: Vault,
    private readonly rules: CaseRules,
  ) {}

  /** Only what changes is sent again: the form was filled in when the application was opened. */
  inputSchema({ definition }: InputContext) {
    return objectSchema({ applicant: applicantSchema(definition), form: definition.form }, [], {});
  }

  async perform(tx: Tx, context: ActivityContext): Promise<ActivityEffect> {
    const { agency, application, definition, principal, now } = context;
    const changes = context.input as Partial<Filled>;
    if (!changes.applicant && !changes.form) return this.unchanged(tx, context);
    // From before values were kept in one form: the same number, written otherwise, is no change.
    const before = canonicalForm(definition, await this.forms.latest(agency.code, application.id, tx));
    const filled = { applicant: changes.applicant ?? before.applicant, form: changes.form ?? before.form };
    const formWarnings = this.rules.form(definition, filled, asked(context, '/input'));
    const differences = changesOf(before, filled);
    if (application.sentBack) keepIdentity(context, differences);
    const formHash = await this.forms.add(tx, principal, application.id, definition, filled, now);
    if (context.actor.role !== APPLICANT) await this.ownCases.refuse(tx, principal, application.id);
    const changed = hashedChanges(differences, (pointer, value) => this.vault.hash(agency.code, `field ${pointer}`, value));
    return { data: { changed, formHash }, formWarnings, application: { applicantName: filled.applicant['name'] as string } };
  }

  /** A form that was right when the case was opened: some rules go by the date of today. */
  private async unchanged(tx: Tx, context: ActivityContext): Promise<ActivityEffect> {
    const { agency, application, definition } = context;
    if (!this.rules.hasFormRules(definition)) return {};
    const filled = await this.forms.latest(agency.code, application.id, tx);
    return { formWarnings: this.rules.form(definition, filled, asked(context, '/input')) };
  }
}

function asked({ confirmed, application, principal, agency, now }: ActivityContext, prefix: string): RuleQuestion {
  return { today: dateIn(now, agency.timeZone), confirmed, known: application.warnings, fromOutside: principal.kind === 'system', prefix };
}

/** Who an applicant is does not change once the desk has looked: at the counter for somebody without an account, and with a reason, alone. */
function keepIdentity({ definition, actor, note }: ActivityContext, differences: ReturnType<typeof changesOf>): void {
  const problems = identityProblems(definition, differences);
  if (problems.length === 0) return;
  if (actor.role === APPLICANT) throw inputInvalid({}, problems);
  if (!note?.trim()) throw inputInvalid({}, [{ pointer: '/note', detail: REASON_NEEDED }]);
}
