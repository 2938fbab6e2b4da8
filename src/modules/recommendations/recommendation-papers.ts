import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { PaperFacts, PaperSource, PrintedFacts } from '../../workflow/paper-source.js';
import { RecommendationRow, type Member } from './recommendation.entity.js';
import { Recommendations } from './recommendations.repository.js';
import { inWords, rupiah } from './rupiah.js';

/** What the papers of one round of the technical team say; a part that was done again is a further edition. */
@Injectable()
export class RecommendationPapers implements PaperSource {
  readonly record = 'recommendation';

  constructor(
    private readonly database: Database,
    private readonly recommendations: Recommendations,
  ) {}

  async read(agency: string, id: string): Promise<PrintedFacts | null> {
    const row = await this.database.source.manager.findOneBy(RecommendationRow, { agency, id });
    return row && { applicationId: row.application_id, papers: papersOf(await this.recommendations.opened(row)) };
  }
}

/** The papers that there are, the earliest first. */
export function papersOf(row: RecommendationRow): PaperFacts[] {
  return [...requested(row), ...inspected(row), ...assessed(row), ...levied(row)];
}

function requested({ request }: RecommendationRow): PaperFacts[] {
  if (!request) return [];
  const values = { subject: request.subject, members: numbered(request.members) };
  return [paper('recommendation-request', request.requestedAt, request.requestedBy, values)];
}

function inspected({ inspection }: RecommendationRow): PaperFacts[] {
  if (!inspection) return [];
  const { assignmentNumber: number, date: visitDate, place: visitPlace, findings, photos, reportedAt, reportedBy } = inspection;
  const values = { number, visitDate, visitPlace, members: numbered(inspection.members) };
  return [
    paper('assignment-letter', reportedAt, reportedBy, values),
    paper('inspection-report', reportedAt, reportedBy, { ...values, findings, photos: photos.length > 0 ? String(photos.length) : '' }),
  ];
}

function assessed({ assessment, result }: RecommendationRow): PaperFacts[] {
  if (!assessment) return [];
  const { conditions, reason = '', assessedAt, assessedBy } = assessment;
  const verdict = { granted: result === 'granted' ? 'granted' : '', denied: result === 'denied' ? 'denied' : '' };
  const values = { ...verdict, assessment: assessment.assessment, reason, conditions: conditions.map((text) => ({ text })) };
  return [paper('recommendation', assessedAt, assessedBy, values)];
}

function levied({ reception }: RecommendationRow): PaperFacts[] {
  if (!reception?.levy) return [];
  const { amount, paid, reference = '' } = reception.levy;
  const state = { free: amount === 0 ? 'free' : '', paid: amount > 0 && paid ? 'paid' : '', unpaid: amount > 0 && !paid ? 'unpaid' : '' };
  const values = { ...state, amount: rupiah(amount), amountInWords: `${inWords(amount)} rupiah`, reference };
  return [paper('levy-assessment', reception.receivedAt, reception.receivedBy, values)];
}

function paper(kind: PaperFacts['kind'], at: string, by: string, values: PaperFacts['values']): PaperFacts {
  return { kind, edition: at, at: new Date(at), draft: false, values, signer: { name: by } };
}

function numbered(members: readonly Member[]) {
  return members.map(({ name, office = '' }, i) => ({ no: String(i + 1), name, office }));
}
