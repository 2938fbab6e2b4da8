import { Injectable } from '@nestjs/common';
import { shownTo } from '../../platform/auth/record-audiences.js';
import { Vault } from '../../platform/crypto/vault.js';
import { Database } from '../../platform/database/database.js';
import { statement, type Tx } from '../../platform/database/tx.js';
import { Documents } from '../../platform/files/documents.js';
import { FileStore } from '../../platform/files/file-store.js';
import type { FilledForm } from '../../workflow/filled-forms.js';
import { personalTerms, splitForm } from '../../workflow/personal-fields.js';
import type { PersonalCase, PersonalRecords, LabelledCase } from '../../workflow/personal-records.js';
import { documentState } from '../../workflow/record-states.js';
import { TrackingCodes } from '../../workflow/tracking-codes.js';
import { documentView } from './document.view.js';
import { FORM_COLUMNS, FORM_TABLES, openForm, encryptForm, type FormRow } from './encrypted-form.js';

type Revision = FormRow & { readonly revision: number; readonly entered_at: Date };

const REVISIONS = statement(
  'application-form.revisions',
  `select f.revision, f.entered_at, ${FORM_COLUMNS} from ${FORM_TABLES} where f.agency = $1 and f.application_id = $2 order by f.revision`,
);
const EMPTY = statement(
  'application-form.empty',
  `update application_forms set applicant = '{}', form = $4 where agency = $1 and application_id = $2 and revision = $3`,
);
const UNFIND = statement('personal-index.remove', `delete from personal_index where agency = $1 and application_id = $2`);
const REMOVE_IDENTITY = statement('form-identity.remove', `delete from form_identities where agency = $1 and application_id = $2`);
const FILES = statement('document.of-case', `select id from documents where agency = $1 and application_id = $2`);

/** Forms in the clear, and files that were there before the case had a key. */
const CLEAR = `not (applicant ? '$sealed') and applicant <> '{}'`;
/** A tracking code from before it was kept as a keyed hash and encrypted. */
const CLEAR_CODE = `tracking_code is not null and position('|' in tracking_code) = 0`;
const CLEAR_CASES = statement(
  'application-form.clear-cases',
  `select application_id as id from application_forms where agency = $1 and application_id > $2 and ${CLEAR}
    union
   select d.application_id from documents d left join data_keys k on k.agency = d.agency and k.owner = d.application_id
    where d.agency = $1 and d.application_id > $2 and (k.made_at is null or (d.uploaded_at < k.made_at and k.wrapped is not null))
    union
   select id from applications where agency = $1 and id > $2 and ${CLEAR_CODE}
    order by 1 limit $3`,
);
const CODE_OF = statement(
  'application.clear-code',
  `select tracking_code as code from applications where agency = $1 and id = $2 and ${CLEAR_CODE} for update`,
);
const KEEP_CODE = statement(
  'application.keep-code',
  `with receipt as (update receipts set tracking_code = $3 where agency = $1 and application_id = $2)
   update applications set tracking_code = $3 where agency = $1 and id = $2`,
);
const CLEAR_FORMS = statement(
  'application-form.clear',
  `select revision, applicant, form from application_forms where agency = $1 and application_id = $2 and ${CLEAR} for update`,
);
const SEAL = statement(
  'application-form.seal',
  `with index as (
     insert into personal_index (agency, hash, application_id) select $1, hash, $2 from unnest($6::text[]) hash on conflict do nothing
   )
   update application_forms set applicant = $4, form = $5 where agency = $1 and application_id = $2 and revision = $3`,
);

/** Forms and handed-in files. */
@Injectable()
export class ApplicationPersonal implements PersonalRecords {
  readonly name = 'application';

  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly codes: TrackingCodes,
    private readonly documents: Documents,
    private readonly files: FileStore,
  ) {}

  async tell({ agency, id, definition }: LabelledCase): Promise<unknown> {
    const rows = await this.database.run<Revision>(REVISIONS, [agency, id]);
    const forms = rows.map(async (row) => ({
      revision: row.revision,
      enteredAt: row.entered_at.toISOString(),
      ...(await openForm(this.vault, { agency, owner: id }, row)),
    }));
    const kept = await this.documents.ofApplication(agency, id);
    const theirs = kept.filter(({ requirement }) => shownTo('applicant', 'document', documentState(definition, requirement)) !== 'nothing');
    const documents = theirs.map((row) => ({
      ...documentView(row, {}),
      href: `/v1/applications/${id}/documents/${row.id}`,
    }));
    return { forms: await Promise.all(forms), documents };
  }

  async erase(tx: Tx, { agency, id, definition }: PersonalCase): Promise<() => Promise<void>> {
    for (const { revision, form } of await tx.run<Revision>(REVISIONS, [agency, id])) {
      const { $sealed: _, ...rest } = form;
      await tx.run(EMPTY, [agency, id, revision, JSON.stringify(splitForm(definition, rest).open)]);
    }
    await tx.run(UNFIND, [agency, id]);
    await tx.run(REMOVE_IDENTITY, [agency, id]);
    const documents = await tx.run<{ id: string }>(FILES, [agency, id]);
    return async () => {
      for (const document of documents) await this.files.remove(agency, document.id);
    };
  }

  async inTheClear(agency: string, after: string, limit: number): Promise<string[]> {
    return (await this.database.run<{ id: string }>(CLEAR_CASES, [agency, after, limit])).map(({ id }) => id);
  }

  async encrypt(tx: Tx, { agency, id, definition }: PersonalCase): Promise<number> {
    const of = { agency, owner: id };
    const key = await this.vault.key(of, tx);
    if (!key) return 0;
    const rows = await tx.run<FilledForm & { readonly revision: number }>(CLEAR_FORMS, [agency, id]);
    for (const { revision, ...filled } of rows) {
      const { applicant, form } = encryptForm(key, of, definition, filled);
      const hashes = personalTerms(definition, filled).map(({ kind, value }) => this.vault.hash(agency, kind, value));
      await tx.run(SEAL, [agency, id, revision, JSON.stringify(applicant), JSON.stringify(form), hashes]);
    }
    let files = 0;
    for (const document of await this.documents.inTheClear(tx, agency, id)) {
      if (await this.files.encrypt(agency, document, key)) files++;
      await this.documents.markEncrypted(tx, agency, document);
    }
    const [tracked] = await tx.run<{ code: string }>(CODE_OF, [agency, id]);
    if (tracked) await tx.run(KEEP_CODE, [agency, id, await this.codes.kept(agency, id, tracked.code, tx)]);
    return rows.length + files + (tracked ? 1 : 0);
  }
}
