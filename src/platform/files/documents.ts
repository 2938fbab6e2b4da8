import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { inputInvalid } from '../api/problem.js';
import { Database } from '../database/database.js';
import type { Tx } from '../database/tx.js';
import { statement } from '../database/tx.js';
import { DocumentRow } from './document.entity.js';

const INSERT = statement(
  'document.insert',
  `insert into documents (agency, id, application_id, requirement, file_name, media_type, size, sha256, uploaded_by, uploaded_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
);

/** The register of handed-in files. */
@Injectable()
export class Documents {
  constructor(private readonly database: Database) {}

  async add(tx: Tx, row: DocumentRow): Promise<void> {
    // prettier-ignore
    await tx.run(INSERT, [
      row.agency, row.id, row.application_id, row.requirement, row.file_name, row.media_type, row.size, row.sha256, row.uploaded_by, row.uploaded_at,
    ]);
  }

  ofApplication(agency: string, application: string, tx?: Tx): Promise<DocumentRow[]> {
    const { em } = tx ?? { em: this.database.source.manager };
    return em.find(DocumentRow, { where: { agency, application_id: application }, order: { id: 'ASC' } });
  }

  ofApplications(agency: string, applications: readonly string[]): Promise<DocumentRow[]> {
    return this.database.source.manager.find(DocumentRow, {
      where: { agency, application_id: In([...applications]) },
      order: { id: 'ASC' },
    });
  }

  one(agency: string, application: string, id: string): Promise<DocumentRow | null> {
    return this.database.source.manager.findOneBy(DocumentRow, { agency, application_id: application, id });
  }

  /** Refuses ids that are not documents of this application; `pointer` says where they stand in the input. */
  async mustBelong(tx: Tx, agency: string, application: string, ids: readonly string[], pointer: string): Promise<void> {
    if (ids.length === 0) return;
    const found = await tx.em.countBy(DocumentRow, { agency, application_id: application, id: In([...ids]) });
    if (found === new Set(ids).size) return;
    throw inputInvalid({}, [{ pointer, detail: { id: 'Bukan berkas dari permohonan ini.', en: 'Not a document of this application.' } }]);
  }
}
