import { Injectable } from '@nestjs/common';
import { CaseTexts } from '../../../platform/crypto/case-texts.js';
import { Database } from '../../../platform/database/database.js';
import { statement, type Tx } from '../../../platform/database/tx.js';
import type { PersonalCase, PersonalRecords } from '../../../workflow/personal-records.js';
import { ELEMENTS } from './elements.js';

const SURVEY = statement('survey.of-case', `select at, answers, suggestion from surveys where agency = $1 and application_id = $2`);
/** The marks stay in the averages, which tell of nobody. */
const FORGET = statement('survey.erase', `update surveys set suggestion = null where agency = $1 and application_id = $2`);

/** What an applicant has answered to the survey. Its text is encrypted with the others of a case. */
@Injectable()
export class SurveyPersonal implements PersonalRecords {
  readonly name = 'survey';

  constructor(
    private readonly database: Database,
    private readonly texts: CaseTexts,
  ) {}

  async tell({ agency, id }: PersonalCase): Promise<unknown> {
    const [row] = await this.database.run<{ at: Date; answers: number[]; suggestion: string | null }>(SURVEY, [agency, id]);
    if (!row) return null;
    const suggestion = await this.texts.opened('suggestion', { agency, owner: id }, row.suggestion);
    const answers = Object.fromEntries(ELEMENTS.map(({ key }, i) => [key, row.answers[i]]));
    return { answeredAt: row.at.toISOString(), answers, suggestion };
  }

  async erase(tx: Tx, { agency, id }: PersonalCase): Promise<void> {
    await tx.run(FORGET, [agency, id]);
  }

  inTheClear(): Promise<string[]> {
    return Promise.resolve([]);
  }

  encrypt(): Promise<number> {
    return Promise.resolve(0);
  }
}
