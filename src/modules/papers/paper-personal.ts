import { Injectable } from '@nestjs/common';
import { Vault } from '../../platform/crypto/vault.js';
import { Database } from '../../platform/database/database.js';
import { statement, type Tx } from '../../platform/database/tx.js';
import { FileStore } from '../../platform/files/file-store.js';
import type { PersonalCase, PersonalRecords, LabelledCase } from '../../workflow/personal-records.js';
import { SHEET } from './paper-statements.js';
import type { Sheet } from './sheet.js';

const PAPERS = statement(
  'paper.of-case',
  `select kind, edition, frozen_at as "frozenAt" from papers where agency = $1 and application_id = $2 and subject_id = any($3::uuid[]) order by frozen_at, id`,
);
/** The hashes stay: a letter in somebody's hands can be verified for ever. */
const EMPTY = statement(
  'paper.erase',
  `update papers set snapshot = '{"$sealed": ""}' where agency = $1 and application_id = $2 returning id`,
);

const CLEAR_CASES = statement(
  'paper.clear-cases',
  `select distinct application_id as id from papers where agency = $1 and application_id > $2 and not (snapshot ? '$sealed') order by 1 limit $3`,
);
const CLEAR_PAPERS = statement(
  'paper.clear',
  `select id, snapshot, cardinality(sha256) > 0 as printed from papers where agency = $1 and application_id = $2 and not (snapshot ? '$sealed') for update`,
);
const SEAL = statement('paper.seal', `update papers set snapshot = $3 where agency = $1 and id = $2`);

interface ClearPaper {
  readonly id: string;
  readonly snapshot: Sheet;
  readonly printed: boolean;
}

/** Printed papers: all that stands on them, and their files. */
@Injectable()
export class PaperPersonal implements PersonalRecords {
  readonly name = 'papers';

  constructor(
    private readonly database: Database,
    private readonly files: FileStore,
    private readonly vault: Vault,
  ) {}

  tell({ agency, id, shown }: LabelledCase): Promise<unknown> {
    return this.database.run(PAPERS, [agency, id, [...shown]]);
  }

  async erase(tx: Tx, { agency, id }: PersonalCase): Promise<() => Promise<void>> {
    const papers = await tx.run<{ id: string }>(EMPTY, [agency, id]);
    return async () => {
      for (const paper of papers) await this.files.remove(agency, paper.id);
    };
  }

  async inTheClear(agency: string, after: string, limit: number): Promise<string[]> {
    return (await this.database.run<{ id: string }>(CLEAR_CASES, [agency, after, limit])).map(({ id }) => id);
  }

  /** A file before its row: once that is encrypted, nobody would look for the file. */
  async encrypt(tx: Tx, { agency, id: owner }: PersonalCase): Promise<number> {
    const rows = await tx.run<ClearPaper>(CLEAR_PAPERS, [agency, owner]);
    const key = rows.length > 0 && (await this.vault.key({ agency, owner }, tx));
    if (!key) return 0;
    for (const { id, snapshot, printed } of rows) {
      if (printed) await this.files.encrypt(agency, id, key);
      await tx.run(SEAL, [agency, id, JSON.stringify(await this.vault.encrypt({ agency, owner }, SHEET, snapshot, tx))]);
    }
    return rows.length;
  }
}
