import type { Label } from '../../sop/sop-definition.js';
import { performerOf, stepOf } from '../../sop/definition-lookup.js';
import { endingAhead, officialsOf, stepInQuestion, type NewsOfCase } from './notice-rules.js';
import { flattened } from '../../kernel/lines.js';
import type { TemplateValues } from '../../kernel/template.js';

export type NoticeLanguage = keyof Label;

/** Text written by users is shortened in a notice: the notice is the agency's. */
const MOST_NAME = 100;
const MOST_WORDS = 1000;

interface Finding {
  readonly requirement: string;
  readonly status: string;
  readonly note?: string;
}

const STATES: Readonly<Record<string, Label>> = {
  missing: { id: 'belum ada', en: 'missing' },
  wrong: { id: 'belum benar', en: 'not right' },
};

/** The value of every placeholder for one event. */
export function noticeValues(news: NewsOfCase, language: NoticeLanguage, publicUrl: string): TemplateValues {
  const { agency, definition, application, event } = news;
  const base = publicUrl.replace(/\/+$/, '');
  const ending = endingAhead(definition, event);
  const { receiptNumber, trackingCode } = application;
  return {
    agency: agency.name,
    agencyShort: agency.shortName,
    applicant: flattened(application.applicantName, MOST_NAME),
    number: application.number,
    service: definition.label[language],
    serviceShort: definition.shortName,
    link: `${base}/v1/applications/${application.id}`,
    receiptNumber: receiptNumber ?? '',
    trackingCode: trackingCode ?? '',
    trackingLink:
      receiptNumber && trackingCode ? `${base}/v1/track/${encodeURIComponent(receiptNumber)}?code=${encodeURIComponent(trackingCode)}` : '',
    granted: ending === 'granted' ? 'granted' : '',
    rejected: ending === 'rejected' ? 'rejected' : '',
    ...task(news, language),
    ...statutory(news, language),
    ...findings(news, language),
    ...takenBack(news),
  };
}

/** What is still open of the documents that were looked through. */
export function openFindings({ event }: NewsOfCase): readonly Finding[] {
  return event.type === 'completed' ? ((event.data['findings'] ?? []) as unknown as Finding[]) : [];
}

function task(news: NewsOfCase, language: NoticeLanguage): TemplateValues {
  const step = stepInQuestion(news.event);
  const [desk] = officialsOf(news);
  if (step === null || !desk) return {};
  const role = news.agency.roles.find(({ code }) => code === desk.role);
  const section = news.agency.sections.find(({ code }) => code === desk.section);
  return {
    step: String(step),
    activity: stepOf(news.definition, step).activity,
    role: [role?.title[language] ?? desk.role, ...(section ? [section.title] : [])].join(', '),
    performer: performerOf(news.definition, stepOf(news.definition, step)).title,
    due: news.dueAt ? inZone(news.dueAt, news.agency.timeZone, language) : '',
  };
}

function statutory({ event, definition, agency }: NewsOfCase, language: NoticeLanguage): TemplateValues {
  if (event.type !== 'warned') return {};
  return {
    due: inZone(new Date(event.dueAt), agency.timeZone, language),
    daysLeft: event.daysLeft > 0 ? String(event.daysLeft) : '',
    deemed: definition.statutory?.effect === 'deemed-granted' ? 'deemed' : '',
    legalBasis: definition.statutory?.legalBasis ?? '',
  };
}

function findings(news: NewsOfCase, language: NoticeLanguage): TemplateValues {
  if (news.event.type !== 'completed') return {};
  const { reason } = news.event.data;
  const missing = openFindings(news).map(({ requirement, status, note }) => ({
    document: news.definition.requirements.find(({ code }) => code === requirement)?.label[language] ?? requirement,
    state: STATES[status]?.[language] ?? status,
    note: flattened(note ?? '', MOST_WORDS),
  }));
  return { missing, reason: flattened(typeof reason === 'string' ? reason : (news.event.note ?? ''), MOST_WORDS) };
}

/** The letter that was out, and why it no longer counts, or is to be replaced. */
function takenBack({ event }: NewsOfCase): TemplateValues {
  if (event.type !== 'revoked' && event.type !== 'corrected') return {};
  const { number } = event.data;
  return { letterNumber: typeof number === 'string' ? number : '', reason: flattened(event.reason, MOST_WORDS) };
}

const FORMATTERS = new Map<string, Intl.DateTimeFormat>();

/** Formatters are kept: making one costs fifty times its use. */
function inZone(at: Date, timeZone: string, language: NoticeLanguage): string {
  const key = `${language} ${timeZone}`;
  let formatter = FORMATTERS.get(key);
  if (!formatter) {
    const locale = language === 'id' ? 'id-ID' : 'en-GB';
    FORMATTERS.set(key, (formatter = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short', timeZone })));
  }
  return formatter.format(at);
}
