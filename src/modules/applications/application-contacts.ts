import { Injectable } from '@nestjs/common';
import { statement, type Tx } from '../../platform/database/tx.js';
import type { ApplicantContact, ApplicantContacts } from '../../workflow/applicant-contacts.js';

const LATEST = statement(
  'application-form.contacts',
  `select distinct on (application_id) application_id as "applicationId",
          coalesce(applicant->>'email', form->>'email') as email, coalesce(applicant->>'phone', form->>'phone') as phone,
          case when applicant->>'language' = 'en' then 'en' else 'id' end as language
     from application_forms where agency = $1 and application_id = any($2::uuid[])
    order by application_id, revision desc`,
);

/** Mail address and telephone of applicants, from the last revision of their forms. */
@Injectable()
export class ApplicationContacts implements ApplicantContacts {
  of(tx: Tx, agency: string, applications: readonly string[]): Promise<readonly ApplicantContact[]> {
    return tx.run<ApplicantContact>(LATEST, [agency, applications]);
  }
}
