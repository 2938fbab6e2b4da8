import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { refusal } from '../../../kernel/refusal.js';
import type { Language } from '../../../platform/api/request-context.js';
import type { CallerAddress } from '../../../platform/rate/caller.js';
import { Semaphore } from '../../../platform/api/semaphore.js';
import { CaseTexts } from '../../../platform/crypto/case-texts.js';
import { codeOf, Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/tx.js';
import { dateIn } from '../../../platform/numbering/number-format.js';
import { ISSUED } from '../../../sop/after-issue.js';
import type { ApplicationRow } from '../../../workflow/application.entity.js';
import { DefinitionRegistry } from '../../../workflow/definition-registry.js';
import { TrackedCases } from '../../../workflow/tracked-cases.js';
import { ELEMENTS } from './elements.js';
import type { SurveyInput, SurveyView } from './survey.view.js';

export const surveyNotYet = refusal('conflict', 'SURVEY_NOT_YET', {
  id: 'Survei dapat diisi setelah suratnya diserahkan.',
  en: 'The survey can be answered once the letter has been handed over.',
});
export const surveyAnswered = refusal('conflict', 'SURVEY_ANSWERED', {
  id: 'Survei untuk permohonan ini sudah diisi.',
  en: 'The survey of this application has been answered already.',
});
export const surveyBusy = refusal('too-many', 'SURVEY_BUSY', {
  id: 'Terlalu banyak isian survei sekaligus; coba lagi sebentar lagi.',
  en: 'Too many surveys at once; try again in a moment.',
});

const INSERT = statement(
  'survey.insert',
  `insert into surveys (agency, application_id, service, day, at, answers, suggestion) values ($1, $2, $3, $4, $5, $6, $7)`,
);
const ANSWERED = statement('survey.answered', `select at from surveys where agency = $1 and application_id = $2`);

const AT_ONCE = 4;
const MOST_WAITING = 100;
const UNIQUE = '23505';

/** How content people are who have got their letter: asked of whoever holds the receipt, once a case. */
@Injectable()
export class SurveyService {
  private readonly semaphore = new Semaphore(AT_ONCE, MOST_WAITING, surveyBusy);

  constructor(
    private readonly cases: TrackedCases,
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
    private readonly clock: Clock,
    private readonly texts: CaseTexts,
  ) {}

  find(receiptNumber: string, code: string, language: Language, caller: CallerAddress): Promise<SurveyView> {
    return this.semaphore.run(async () => {
      const row = await this.cases.byReceipt(receiptNumber, code, caller);
      const [answer] = await this.database.run<{ at: Date }>(ANSWERED, [row.agency, row.id]);
      return view(row, answer?.at ?? null, language);
    });
  }

  answer(receiptNumber: string, code: string, input: SurveyInput, language: Language, caller: CallerAddress): Promise<SurveyView> {
    return this.semaphore.run(async () => {
      const row = await this.cases.byReceipt(receiptNumber, code, caller);
      if (!handedOver(row)) throw surveyNotYet();
      const now = this.clock.now();
      const answers = ELEMENTS.map(({ key }) => input[key]);
      const day = dateIn(now, this.registry.agency(row.agency).timeZone);
      const suggestion = await this.texts.kept('suggestion', { agency: row.agency, owner: row.id }, input.suggestion?.trim() || null);
      try {
        await this.database.run(INSERT, [row.agency, row.id, row.service, day, now, answers, suggestion]);
      } catch (error) {
        throw codeOf(error) === UNIQUE ? surveyAnswered() : error;
      }
      return view(row, now, language);
    });
  }
}

/** The applicant has had a letter in hand, whatever became of it afterwards. */
function handedOver({ status, state }: ApplicationRow): boolean {
  return status === 'granted' || status === 'rejected' || state.facts.includes(ISSUED);
}

function view(row: ApplicationRow, at: Date | null, language: Language): SurveyView {
  return {
    receiptNumber: row.receipt_number!,
    status: at ? 'answered' : handedOver(row) ? 'open' : 'not-yet',
    elements: ELEMENTS.map(({ key, label }) => ({ key, label: label[language] })),
    answeredAt: at?.toISOString() ?? null,
  };
}
