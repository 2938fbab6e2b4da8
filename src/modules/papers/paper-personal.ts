import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { statement, type Tx } from '../../platform/database/tx.js';
import { FileStore } from '../../platform/files/file-store.js';
import type { PersonalCase, PersonalRecords } from '../../workflow/personal-records.js';

const PAPERS = statement(
  'paper.of-case',
  `select kind, edition, frozen_at as "frozenAt" from papers where agency = $1 and application_id = $2 order by frozen_at, id`,
);
/** The hashes stay: a letter in somebody's hands can be verified for ever. */
const EMPTY = statement(
  'paper.erase',
  `update papers set snapshot = '{"$sealed": ""}' where agency = $1 and application_id = $2 returning id`,
);

/** Printed papers: all that stands on them, and their files. */
@Injectable()
export class PaperPersonal implements PersonalRecords {
  readonly name = 'papers';

  constructor(
    private readonly database: Database,
    private readonly files: FileStore,
  ) {}

  tell({ agency, id }: PersonalCase): Promise<unknown> {
    return this.database.read(PAPERS, [agency, id]);
  }

  async erase(tx: Tx, { agency, id }: PersonalCase): Promise<() => Promise<void>> {
    const papers = await tx.run<{ id: string }>(EMPTY, [agency, id]);
    return async () => {
      for (const paper of papers) await this.files.remove(agency, paper.id);
    };
  }
}
