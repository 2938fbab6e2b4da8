import { APPLICANT } from '../../kernel/principal.js';
import type { CaseEvent, OpenTask } from '../../sop/case-events.js';
import { outcomeOf, performerOf, stepOf } from '../../sop/definition-lookup.js';
import type { Agency, Ending, RungKind, SopDefinition } from '../../sop/sop-definition.js';
import type { NoticeKind } from './notice-kinds.js';

/** An event, with what is known of its case now. */
export interface NewsOfCase {
  readonly seq: number;
  readonly event: CaseEvent;
  readonly agency: Agency;
  readonly definition: SopDefinition;
  /** Deadline of the task that it has opened, or that is late. */
  readonly dueAt: Date | null;
  readonly application: {
    readonly id: string;
    readonly number: string;
    /** The user who acts as the applicant, and the role that acts for one who has no account. */
    readonly applicantId: string | null;
    readonly assistant: string | null;
    readonly applicantName: string;
    readonly receiptNumber: string | null;
    readonly trackingCode: string | null;
  };
}

type Rule = readonly [kind: NoticeKind, when: (news: NewsOfCase) => boolean];

/** Who hears of what. To the applicant, or to the officials whose turn or whose worry it is: `NOTICE_KINDS` says which. */
const RULES: readonly Rule[] = [
  ['received', did('submit')],
  ['returned', ({ event }) => event.type === 'completed' && event.next?.role === APPLICANT],
  ['receipt', did('issue-receipt')],
  ['decided', did('sign', 'signed')],
  ['ready', did('hand-over')],
  ['task', ({ event, ...news }) => event.type !== 'rang' && officialsOf({ event, ...news }) !== null],
  ['reminder', rang('reminder')],
  ['overdue', rang('overdue')],
  ['escalated', rang('escalated')],
];

/** The notices that an event gives rise to. */
export function noticesOf(news: NewsOfCase): readonly NoticeKind[] {
  return RULES.filter(([, when]) => when(news)).map(([kind]) => kind);
}

/** The task that the event has opened. */
export function nextTask(event: CaseEvent): OpenTask | null {
  return 'next' in event ? event.next : null;
}

/** A role, in its section where it has one. */
export interface Desk {
  readonly role: string;
  readonly section: string | null;
}

/** Whose turn it is now, or who is to hear that somebody is late; null when that is the applicant, or nobody. */
export function officialsOf({ event, application, definition }: NewsOfCase): Desk | null {
  if (event.type === 'rang') {
    const performer = performerOf(definition, stepOf(definition, event.step));
    const late = event.to === APPLICANT ? application.assistant : event.to;
    return late === null ? null : { role: late, section: late === performer.role ? (performer.section ?? null) : null };
  }
  const next = nextTask(event);
  if (!next) return null;
  if (next.role !== APPLICANT) return next;
  // Who opened it at the counter has it before them; when it comes back, they are to hear of it.
  return application.assistant && event.type === 'completed' ? { role: application.assistant, section: null } : null;
}

/** The row of the SOP that an event leads to, or is about. */
export function stepInQuestion(event: CaseEvent): number | null {
  return event.type === 'rang' ? event.step : (nextTask(event)?.step ?? null);
}

/** How the case ends if nothing else happens: along the forward path. */
export function endingAhead(definition: SopDefinition, event: CaseEvent): Ending | null {
  if (event.type === 'completed' && event.ending) return event.ending;
  const seen = new Set<number>();
  for (let no = nextTask(event)?.step; no !== undefined && !seen.has(no);) {
    seen.add(no);
    const leadsTo = stepOf(definition, no).outcomes[0]?.leadsTo;
    if (typeof leadsTo === 'string') return leadsTo;
    no = leadsTo;
  }
  return null;
}

/** Whether a step of that activity was completed, with an outcome of that meaning where one is named. */
function did(activity: string, means?: string): (news: NewsOfCase) => boolean {
  return ({ event, definition }) => {
    if (event.type !== 'completed') return false;
    const step = stepOf(definition, event.step);
    return step.does === activity && (means === undefined || outcomeOf(step, event.outcome)?.means === means);
  };
}

/** Whether that kind of rung rang for officials. */
function rang(kind: RungKind): (news: NewsOfCase) => boolean {
  return (news) => news.event.type === 'rang' && news.event.kind === kind && officialsOf(news) !== null;
}
