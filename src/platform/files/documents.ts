import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import { inputInvalid } from '../api/problem.js';
import { CaseTexts } from '../crypto/case-texts.js';
import { Database } from '../database/database.js';
import type { Tx } from '../database/tx.js';
import { statement } from '../database/tx.js';
import { DocumentRow } from './document.entity.js';

const INSERT = statement(
  'document.insert',
  `insert into documents (agency, id, application_id, requirement, file_name, media_type, size, sha256, uploaded_by, uploaded_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
);

const HELD = statement(
  'document.held',
  `select count(*)::int as files, coalesce(sum(size), 0)::float8 as bytes from documents
    where agency = $1 and application_id = $2 and (removed_at is null or checked)`,
);
const CHECKED = statement(
  'document.checked',
  `update documents set checked = true where agency = $1 and application_id = $2 and removed_at is null
   returning id, requirement, sha256`,
);
const REMOVE = statement(
  'document.remove',
  `update documents set removed_at = $4 where agency = $1 and application_id = $2 and id = $3 and removed_at is null returning checked`,
);
const ENCRYPTED = statement('document.encrypted', `update documents set in_clear = false where agency = $1 and id = $2`);

/** In the place of a name that was erased with its case. */
const ERASED_NAME = 'dihapus';

/** A version of a document, as a record that is about it keeps it. */
export interface DocumentVersion {
  readonly id: string;
  readonly requirement: string;
  readonly sha256: string;
}

/** The register of handed-in files. */
@Injectable()
export class Documents {
  constructor(
    private readonly database: Database,
    private readonly texts: CaseTexts,
  ) {}

  async add(tx: Tx, row: DocumentRow): Promise<void> {
    const fileName = await this.texts.kept('fileName', { agency: row.agency, owner: row.application_id }, row.file_name, tx);
    // prettier-ignore
    await tx.run(INSERT, [
      row.agency, row.id, row.application_id, row.requirement, fileName, row.media_type, row.size, row.sha256, row.uploaded_by, row.uploaded_at,
    ]);
  }

  /** How many files a case holds, and how many bytes. */
  async held(tx: Tx, agency: string, application: string): Promise<{ readonly files: number; readonly bytes: number }> {
    const [held] = await tx.run<{ files: number; bytes: number }>(HELD, [agency, application]);
    return held!;
  }

  /** The documents that a check is about: marked as checked, in the order in which they came. */
  async markChecked(tx: Tx, agency: string, application: string): Promise<DocumentVersion[]> {
    const rows = await tx.run<DocumentVersion>(CHECKED, [agency, application]);
    return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Takes a document back. Whether a check was about it; undefined where it does not count any more. */
  async remove(tx: Tx, { agency, application_id: application, id }: DocumentRow, now: Date): Promise<boolean | undefined> {
    const [row] = await tx.run<{ checked: boolean }>(REMOVE, [agency, application, id, now]);
    return row?.checked;
  }

  /** Its file lies in the clear no longer. */
  async markEncrypted(tx: Tx, agency: string, id: string): Promise<void> {
    await tx.run(ENCRYPTED, [agency, id]);
  }

  async ofApplication(agency: string, application: string): Promise<DocumentRow[]> {
    const where = { agency, application_id: application };
    return this.named(agency, await this.database.source.manager.find(DocumentRow, { where, order: { id: 'ASC' } }));
  }

  async ofApplications(agency: string, applications: readonly string[]): Promise<DocumentRow[]> {
    const where = { agency, application_id: In([...applications]) };
    return this.named(agency, await this.database.source.manager.find(DocumentRow, { where, order: { id: 'ASC' } }));
  }

  async one(agency: string, application: string, id: string): Promise<DocumentRow | null> {
    const row = await this.database.source.manager.findOneBy(DocumentRow, { agency, application_id: application, id });
    return (row && (await this.named(agency, [row]))[0]) ?? null;
  }

  /** Which files of a case lie in the clear. */
  async inTheClear(tx: Tx, agency: string, application: string): Promise<string[]> {
    const where = { agency, application_id: application, in_clear: true };
    return (await tx.em.find(DocumentRow, { where, order: { id: 'ASC' } })).map(({ id }) => id);
  }

  /** With the names of the files, which are encrypted; `dihapus` where they were erased. */
  private async named(agency: string, rows: readonly DocumentRow[]): Promise<DocumentRow[]> {
    const present = rows.filter(({ file_name: name }) => name !== ERASED_NAME);
    const opened = await this.texts.openedRows(present, agency, ({ application_id: id }) => id, { file_name: 'fileName' });
    const names = new Map(opened.map(({ id, file_name: name }) => [id, (name as string | null) ?? ERASED_NAME]));
    return rows.map((row) => ({ ...row, file_name: names.get(row.id) ?? ERASED_NAME }));
  }

  /** Refuses ids that are not documents of this application; `pointer` says where they stand in the input. */
  async mustBelong(tx: Tx, agency: string, application: string, ids: readonly string[], pointer: string): Promise<void> {
    if (ids.length === 0) return;
    const found = await tx.em.countBy(DocumentRow, { agency, application_id: application, id: In([...ids]), removed_at: IsNull() });
    if (found === new Set(ids).size) return;
    throw inputInvalid({}, [{ pointer, detail: { id: 'Bukan berkas dari permohonan ini.', en: 'Not a document of this application.' } }]);
  }
}
