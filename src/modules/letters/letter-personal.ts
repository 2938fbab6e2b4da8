import { Injectable } from '@nestjs/common';
import { Vault } from '../../platform/crypto/vault.js';
import { Database } from '../../platform/database/database.js';
import { statement, type Tx } from '../../platform/database/tx.js';
import type { PersonalCase, PersonalRecords } from '../../workflow/personal-records.js';
import { LetterRow } from './letter.entity.js';
import { openContent } from './sealed-content.js';

const EMPTY = statement(
  'letter.erase',
  `with drafts as (
     update letter_drafts d set content = d.content - 'filled' from letters l
      where l.agency = $1 and l.application_id = $2 and d.agency = l.agency and d.letter_id = l.id
   )
   update letters set content = content - 'filled' where agency = $1 and application_id = $2`,
);

/** What letters repeat of the form. The register of letters stays: number, addressee, what was decided, and the hash of what was signed. */
@Injectable()
export class LetterPersonal implements PersonalRecords {
  readonly name = 'letters';

  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  async tell({ agency, id }: PersonalCase): Promise<unknown> {
    const rows = await this.database.source.manager.find(LetterRow, { where: { agency, application_id: id }, order: { id: 'ASC' } });
    const letters = rows.map(async (row) => ({
      number: row.number,
      status: row.status,
      content: await openContent(this.vault, agency, id, row.content),
      acknowledged: row.acknowledged,
      pdf: `/v1/letters/${row.id}/pdf`,
    }));
    return Promise.all(letters);
  }

  async erase(tx: Tx, { agency, id }: PersonalCase): Promise<void> {
    await tx.run(EMPTY, [agency, id]);
  }
}
