import { Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/principal.js';
import type { Problem } from '../../kernel/refusal.js';
import { compileSchema } from '../../platform/api/input-schema.js';
import { inputInvalid } from '../../platform/api/problem.js';
import { Database } from '../../platform/database/database.js';
import { statement, type Tx } from '../../platform/database/tx.js';
import type { SopDefinition } from '../../sop/sop-definition.js';
import { ApplicationFormRow } from './application-form.entity.js';
import { applicantSchema } from '../../workflow/applicant-schema.js';

/** What an applicant fills in. */
export interface Filled {
  readonly applicant: Readonly<Record<string, unknown>>;
  readonly form: Readonly<Record<string, unknown>>;
}

const INSERT = statement(
  'application-form.insert',
  `insert into application_forms (agency, application_id, revision, applicant, form, entered_by, entered_at)
   select $1, $2, 1 + count(*), $3, $4, $5, $6 from application_forms where agency = $1 and application_id = $2`,
);

type Check = (value: unknown, prefix?: string) => Problem[];

/** The forms of applications, every revision of them. */
@Injectable()
export class ApplicationForms {
  private readonly checks = new WeakMap<SopDefinition, { readonly applicant: Check; readonly form: Check }>();

  constructor(private readonly database: Database) {}

  /** Refuses what does not fit the service, with a pointer to each place. */
  check(definition: SopDefinition, filled: Filled, prefix = ''): void {
    let checks = this.checks.get(definition);
    if (!checks) {
      checks = { applicant: compileSchema(applicantSchema(definition)), form: compileSchema(definition.form) };
      this.checks.set(definition, checks);
    }
    const problems = [...checks.applicant(filled.applicant, `${prefix}/applicant`), ...checks.form(filled.form, `${prefix}/form`)];
    if (problems.length > 0) throw inputInvalid({}, problems);
  }

  async add(tx: Tx, principal: Principal, application: string, filled: Filled, now: Date): Promise<void> {
    await tx.run(INSERT, [principal.agency, application, JSON.stringify(filled.applicant), JSON.stringify(filled.form), principal.id, now]);
  }

  /** The revision that counts: the last one. */
  async latest(agency: string, application: string, tx?: Tx): Promise<ApplicationFormRow> {
    const manager = tx?.em ?? this.database.source.manager;
    return manager.findOneOrFail(ApplicationFormRow, { where: { agency, application_id: application }, order: { revision: 'DESC' } });
  }
}
