import { Injectable } from '@nestjs/common';
import { Vault } from '../../platform/crypto/vault.js';
import { Database } from '../../platform/database/database.js';
import { statement, type Tx } from '../../platform/database/tx.js';
import { Documents } from '../../platform/files/documents.js';
import { FileStore } from '../../platform/files/file-store.js';
import { splitForm } from '../../workflow/personal-fields.js';
import type { PersonalCase, PersonalRecords } from '../../workflow/personal-records.js';
import { documentView } from './document.view.js';
import { FORM_COLUMNS, FORM_TABLES, openForm, type FormRow } from './sealed-form.js';

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
const RENAME = statement(
  'document.erase',
  `update documents set file_name = 'dihapus' where agency = $1 and application_id = $2 returning id`,
);

/** Forms and handed-in files. */
@Injectable()
export class ApplicationPersonal implements PersonalRecords {
  readonly name = 'application';

  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly documents: Documents,
    private readonly files: FileStore,
  ) {}

  async tell({ agency, id }: PersonalCase): Promise<unknown> {
    const rows = await this.database.read<Revision>(REVISIONS, [agency, id]);
    const forms = rows.map(async (row) => ({
      revision: row.revision,
      enteredAt: row.entered_at.toISOString(),
      ...(await openForm(this.vault, { agency, owner: id }, row)),
    }));
    const documents = (await this.documents.ofApplication(agency, id)).map((row) => ({
      ...documentView(row),
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
    const documents = await tx.run<{ id: string }>(RENAME, [agency, id]);
    return async () => {
      for (const document of documents) await this.files.remove(agency, document.id);
    };
  }
}
