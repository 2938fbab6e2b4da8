import { Injectable } from '@nestjs/common';
import { statement, type Tx } from '../../platform/database/tx.js';
import type { FilledForm, FilledForms } from '../../workflow/filled-forms.js';

const LATEST = statement(
  'application-form.latest',
  `select applicant, form from application_forms where agency = $1 and application_id = $2 order by revision desc limit 1`,
);

/** The forms of applications for other modules. */
@Injectable()
export class ApplicationFilledForms implements FilledForms {
  async latest(tx: Tx, agency: string, application: string): Promise<FilledForm> {
    const [filled] = await tx.run<FilledForm & Record<string, unknown>>(LATEST, [agency, application]);
    return filled ?? { applicant: {}, form: {} };
  }
}
