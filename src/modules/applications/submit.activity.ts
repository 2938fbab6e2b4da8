import { Injectable } from '@nestjs/common';
import { APPLICANT } from '../../kernel/principal.js';
import { objectSchema } from '../../platform/api/schema-parts.js';
import type { Tx } from '../../platform/database/tx.js';
import type { Activity, ActivityContext, ActivityEffect, InputContext } from '../../workflow/activity.js';
import { applicantSchema } from '../../workflow/applicant-schema.js';
import { OwnCases } from '../../workflow/own-cases.js';
import { ApplicationForms, type Filled } from './application-forms.js';

/** Row 1: the applicant hands in; after a return, with a corrected form where that was what was wrong. */
@Injectable()
export class SubmitActivity implements Activity {
  readonly declaration = { name: 'submit', outcomes: ['submitted'] };

  constructor(
    private readonly forms: ApplicationForms,
    private readonly ownCases: OwnCases,
  ) {}

  /** Only what changes is sent again: the form was filled in when the application was opened. */
  inputSchema({ definition }: InputContext) {
    return objectSchema({ applicant: applicantSchema(definition), form: definition.form }, [], {});
  }

  async perform(tx: Tx, context: ActivityContext): Promise<ActivityEffect> {
    const { agency, application, definition, principal, now } = context;
    const changes = context.input as Partial<Filled>;
    if (!changes.applicant && !changes.form) return {};
    const before = await this.forms.latest(agency.code, application.id, tx);
    const filled = { applicant: changes.applicant ?? before.applicant, form: changes.form ?? before.form };
    await this.forms.add(tx, principal, application.id, definition, filled, now);
    if (context.actor.role !== APPLICANT) await this.ownCases.refuse(tx, principal, application.id);
    return { application: { applicantName: filled.applicant['name'] as string } };
  }
}
