import { APPLICANT } from '../../kernel/principal.js';
import type { CaseEvent, OpenTask, WarningKind } from '../../sop/case-events.js';
import { outcomeOf, performerOf, stepOf } from '../../sop/definition-lookup.js';
import { forwardPath } from '../../sop/forward-path.js';
import type { Agency, Ending, EscalationKind, SopDefinition } from '../../sop/sop-definition.js';
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

/** Who is notified of what: the applicant, or the officials who own or supervise the task; see `NOTICE_KINDS`. */
const RULES: readonly Rule[] = [
  ['received', did('submit')],
  ['returned', ({ event }) => event.type === 'completed' && event.next?.role === APPLICANT],
  ['receipt', did('issue-receipt')],
  ['decided', did('sign', 'signed')],
  ['ready', did('hand-over')],
  ['revoked', ({ event }) => event.type === 'revoked'],
  ['corrected', ({ event }) => event.type === 'corrected'],
  ['task', (news) => nextTask(news.event) !== null && officialsOf(news).length > 0],
  ['not-handed-in', remindedApplicant('not-handed-in')],
  ['waiting-for-you', remindedApplicant('sent-back')],
  ['reminder', isEscalation('reminder')],
  ['overdue', isEscalation('overdue')],
  ['escalated', isEscalation('escalated')],
  ['statutory-reminder', warned('statutory-reminder')],
  ['statutory-passed', warned('statutory-passed')],
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
export interface NoticeDesk {
  readonly role: string;
  readonly section: string | null;
}

/** The role of the open task, or the role to notify of a delay; none when that is the applicant. */
export function officialsOf({ event, application, definition }: NewsOfCase): readonly NoticeDesk[] {
  const sectionIn = (role: string) => definition.actors.find((actor) => actor.role === role)?.section;
  if (event.type === 'warned') return event.to.flatMap((role) => deskOf(role, application.assistant, sectionIn));
  if (event.type === 'rang') {
    const performer = performerOf(definition, stepOf(definition, event.step));
    return deskOf(event.to, application.assistant, (role) => (role === performer.role ? performer.section : undefined));
  }
  const next = nextTask(event);
  if (!next) return [];
  if (next.role !== APPLICANT) return [next];
  // Who opened it at the counter has it before them; when it comes back, they are to hear of it.
  return event.type === 'completed' ? deskOf(APPLICANT, application.assistant) : [];
}

/** An official at the counter acts for the applicant. */
function deskOf(role: string, assistant: string | null, section: (role: string) => string | undefined = () => undefined): NoticeDesk[] {
  const official = role === APPLICANT ? assistant : role;
  return official === null ? [] : [{ role: official, section: section(official) ?? null }];
}

/** The row of the SOP that an event leads to, or is about. */
export function stepInQuestion(event: CaseEvent): number | null {
  return event.type === 'rang' ? event.step : (nextTask(event)?.step ?? null);
}

/** How the case ends if nothing else happens: along the forward path. */
export function endingAhead(definition: SopDefinition, event: CaseEvent): Ending | null {
  if (event.type === 'completed' && event.ending) return event.ending;
  const next = nextTask(event);
  return next && forwardPath(definition, next.step).ending;
}

/** Whether a step of that activity was completed, with an outcome of that meaning where one is named. */
function did(activity: string, means?: string): (news: NewsOfCase) => boolean {
  return ({ event, definition }) => {
    if (event.type !== 'completed') return false;
    const step = stepOf(definition, event.step);
    return step.does === activity && (means === undefined || outcomeOf(step, event.outcome)?.means === means);
  };
}

/** Whether an escalation of that kind was sent to officials. */
function isEscalation(kind: EscalationKind): (news: NewsOfCase) => boolean {
  return (news) => news.event.type === 'rang' && news.event.kind === kind && !news.event.overtaken && officialsOf(news).length > 0;
}

/** Whether an applicant was reminded of a case that waits for them: not handed in yet, or sent back to be completed. */
function remindedApplicant(which: 'not-handed-in' | 'sent-back'): (news: NewsOfCase) => boolean {
  return ({ event, application }) => {
    if (event.type !== 'rang' || event.to !== APPLICANT || event.overtaken || application.assistant !== null) return false;
    return Boolean(event.sentBack) === (which === 'sent-back');
  };
}

/** Whether that warning of the statutory clock was sent. */
function warned(kind: WarningKind): (news: NewsOfCase) => boolean {
  return (news) => news.event.type === 'warned' && news.event.kind === kind && !news.event.overtaken && officialsOf(news).length > 0;
}
