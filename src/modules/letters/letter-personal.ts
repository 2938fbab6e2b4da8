import { Injectable } from '@nestjs/common';
import { CaseTexts } from '../../platform/crypto/case-texts.js';
import { Vault } from '../../platform/crypto/vault.js';
import { Database } from '../../platform/database/database.js';
import { statement, type Tx } from '../../platform/database/tx.js';
import type { PersonalCase, PersonalRecords, LabelledCase } from '../../workflow/personal-records.js';
import { LetterRow, type LetterContent } from './letter.entity.js';
import { openContent, encryptContent } from './encrypted-content.js';

const EMPTY = statement(
  'letter.erase',
  `with drafts as (
     update letter_drafts d set content = d.content - 'filled' from letters l
      where l.agency = $1 and l.application_id = $2 and d.agency = l.agency and d.letter_id = l.id
   )
   update letters set content = content - 'filled' where agency = $1 and application_id = $2`,
);

/** Letters and drafts that repeat the form in the clear. */
const CLEAR = `content ? 'filled' and not (content->'filled' ? '$sealed')`;
const CLEAR_CASES = statement(
  'letter.clear-cases',
  `select application_id as id from letters where agency = $1 and application_id > $2 and ${CLEAR}
    union
   select l.application_id from letters l join letter_drafts d on d.agency = l.agency and d.letter_id = l.id
    where l.agency = $1 and l.application_id > $2 and d.content ? 'filled' and not (d.content->'filled' ? '$sealed')
    order by 1 limit $3`,
);
const CLEAR_LETTERS = statement(
  'letter.clear',
  `select id, content from letters where agency = $1 and application_id = $2 and ${CLEAR} for update`,
);
const CLEAR_DRAFTS = statement(
  'letter-draft.clear',
  `select letter_id as id, draft, content from letter_drafts
    where agency = $1 and letter_id in (select id from letters where agency = $1 and application_id = $2) and ${CLEAR} for update`,
);
const SEAL_LETTER = statement('letter.seal', `update letters set content = $3 where agency = $1 and id = $2`);
const SEAL_DRAFT = statement(
  'letter-draft.seal',
  `update letter_drafts set content = $4 where agency = $1 and letter_id = $2 and draft = $3`,
);

interface ClearRow {
  readonly id: string;
  readonly draft: number;
  readonly content: LetterContent;
}

/** What letters repeat of the form. The register of letters stays: number, addressee, what was decided, and the hash of what was signed. */
@Injectable()
export class LetterPersonal implements PersonalRecords {
  readonly name = 'letters';

  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly texts: CaseTexts,
  ) {}

  async tell({ agency, id, shown }: LabelledCase): Promise<unknown> {
    const rows = await this.database.source.manager.find(LetterRow, { where: { agency, application_id: id }, order: { id: 'ASC' } });
    const letters = rows
      .filter((row) => shown.has(row.id))
      .map(async (row) => ({
        number: row.number,
        status: row.status,
        content: await openContent(this.vault, agency, id, row.content),
        acknowledged: await this.texts.opened('acknowledged', { agency, owner: id }, row.acknowledged),
        pdf: `/v1/letters/${row.id}/pdf`,
      }));
    return Promise.all(letters);
  }

  async erase(tx: Tx, { agency, id }: PersonalCase): Promise<void> {
    await tx.run(EMPTY, [agency, id]);
  }

  async inTheClear(agency: string, after: string, limit: number): Promise<string[]> {
    return (await this.database.run<{ id: string }>(CLEAR_CASES, [agency, after, limit])).map(({ id }) => id);
  }

  async encrypt(tx: Tx, { agency, id }: PersonalCase): Promise<number> {
    const letters = await tx.run<ClearRow>(CLEAR_LETTERS, [agency, id]);
    for (const row of letters) await tx.run(SEAL_LETTER, [agency, row.id, await this.encrypted(tx, agency, id, row)]);
    const drafts = await tx.run<ClearRow>(CLEAR_DRAFTS, [agency, id]);
    for (const row of drafts) await tx.run(SEAL_DRAFT, [agency, row.id, row.draft, await this.encrypted(tx, agency, id, row)]);
    return letters.length + drafts.length;
  }

  private async encrypted(tx: Tx, agency: string, id: string, { content }: ClearRow): Promise<string> {
    return JSON.stringify(await encryptContent(this.vault, agency, id, content, tx));
  }
}
