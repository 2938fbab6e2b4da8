import { Injectable } from '@nestjs/common';
import type { PersonalLiterals } from '../../kernel/mask.js';
import type { PersonalValues } from '../../platform/auth/literal-masks.js';
import { Vault } from '../../platform/crypto/vault.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/tx.js';
import { FORM_COLUMNS, FORM_TABLES, openForm, type FormRow } from './encrypted-form.js';

const LATEST = statement(
  'application-form.personal-values',
  `select distinct on (f.application_id) f.application_id as application, ${FORM_COLUMNS}
     from ${FORM_TABLES} where f.agency = $1 and f.application_id = any($2::uuid[])
    order by f.application_id, f.revision desc`,
);

/** What is masked literally, by its name in the form. */
const OTHERS = ['nik', 'npwp', 'phone', 'email', 'address'];

/** What applicants have entered about themselves, by the last revisions of their forms. */
@Injectable()
export class ApplicationPersonalValues implements PersonalValues {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  async of(agency: string, applications: readonly string[]): Promise<PersonalLiterals> {
    const rows = await this.database.run<FormRow & { readonly application: string } & Record<string, unknown>>(LATEST, [
      agency,
      applications,
    ]);
    const names: string[] = [];
    const others: string[] = [];
    for (const row of rows) {
      const { applicant, form } = await openForm(this.vault, { agency, owner: row.application }, row);
      if (typeof applicant['name'] === 'string') names.push(applicant['name']);
      for (const name of OTHERS)
        for (const value of [applicant[name], form[name]]) if (typeof value === 'string') others.push(...spellings(name, value));
    }
    return { names, others };
  }
}

/** A telephone number is also written without its country code, and the other way round. */
function spellings(name: string, value: string): string[] {
  if (name !== 'phone') return [value];
  const digits = value.replace(/\D/g, '').replace(/^(?:62|0)/, '');
  return digits.length < 7 ? [value] : [value, `0${digits}`, `62${digits}`, `+62${digits}`];
}
