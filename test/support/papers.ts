import type { ApplicationDetailView } from '../../src/workflow/application-detail.view.js';
import type { LetterView } from '../../src/modules/letters/letter.view.js';
import type { RecommendationView } from '../../src/modules/recommendations/recommendation.view.js';
import { ok, type Answer, type Session } from './client.js';
import { readPdf, type ReadPdf } from './pdf.js';

const PRINTED = ['receipt', 'disposition', 'recommendation', 'letter'];

/** A paper of a case, fetched where its record says it is. */
export interface Fetched extends ReadPdf {
  readonly kind: string;
  readonly url: string;
  readonly bytes: Buffer;
}

export async function fetchPdf(session: Session, url: string): Promise<Buffer> {
  const answer: Answer<unknown> = await session.get(url);
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}: ${answer.text}`);
  return answer.raw;
}

/** Every paper of a case, in the order of its steps. */
export async function papersOf(session: Session, application: string): Promise<Fetched[]> {
  const { records } = ok(await session.get<ApplicationDetailView>(`/v1/applications/${application}`));
  const found: Fetched[] = [];
  for (const { kind: record, href } of records.filter(({ kind }) => PRINTED.includes(kind))) {
    const view = ok(await session.get<Partial<LetterView & RecommendationView>>(href));
    for (const { paper: kind, pdf: url } of view.papers ?? [{ paper: view.kind ?? record, pdf: view.pdf! }]) {
      const bytes = await fetchPdf(session, url);
      found.push({ kind, url, bytes, ...(await readPdf(bytes)) });
    }
  }
  return found;
}

/** The letter of a case. */
export async function letterOf(session: Session, application: string): Promise<LetterView> {
  const { records } = ok(await session.get<ApplicationDetailView>(`/v1/applications/${application}`));
  return ok(await session.get<LetterView>(records.find(({ kind }) => kind === 'letter')!.href));
}

/** Text without what line breaks do to it. */
export const run = (text: string) => text.replace(/\s+/g, '');
