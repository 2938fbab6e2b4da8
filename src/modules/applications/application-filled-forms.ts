import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/tx.js';
import type { FilledForm, FilledForms } from '../../workflow/filled-forms.js';
import { ApplicationForms } from './application-forms.js';

/** The forms of applications for other modules. */
@Injectable()
export class ApplicationFilledForms implements FilledForms {
  constructor(private readonly forms: ApplicationForms) {}

  latest(tx: Tx, agency: string, application: string): Promise<FilledForm> {
    return this.forms.latest(agency, application, tx);
  }
}
