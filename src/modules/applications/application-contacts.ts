import { Injectable } from '@nestjs/common';
import { Vault } from '../../platform/crypto/vault.js';
import { statement, type Tx } from '../../platform/database/tx.js';
import type { ApplicantContact, ApplicantContacts } from '../../workflow/applicant-contacts.js';
import { FORM_COLUMNS, FORM_TABLES, openForm, type FormRow } from './encrypted-form.js';

const LATEST = statement(
  'application-form.contacts',
  `select distinct on (f.application_id) f.application_id as application, ${FORM_COLUMNS}
     from ${FORM_TABLES} where f.agency = $1 and f.application_id = any($2::uuid[])
    order by f.application_id, f.revision desc`,
);

/** Mail address and telephone of applicants, from the last revision of their forms. */
@Injectable()
export class ApplicationContacts implements ApplicantContacts {
  constructor(private readonly vault: Vault) {}

  async of(tx: Tx, agency: string, applications: readonly string[]): Promise<readonly ApplicantContact[]> {
    const rows = await tx.run<FormRow & { readonly application: string }>(LATEST, [agency, applications]);
    return Promise.all(rows.map((row) => this.contact(tx, agency, row)));
  }

  private async contact(tx: Tx, agency: string, row: FormRow & { readonly application: string }): Promise<ApplicantContact> {
    const { applicant, form } = await openForm(this.vault, { agency, owner: row.application }, row, tx);
    const said = (name: string) => [applicant[name], form[name]].find((value) => typeof value === 'string') ?? null;
    return {
      applicationId: row.application,
      email: said('email'),
      phone: said('phone'),
      language: applicant['language'] === 'en' ? 'en' : 'id',
    };
  }
}
