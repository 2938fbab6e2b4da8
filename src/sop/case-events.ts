import type { WorkingAmount } from '../kernel/duration.js';
import type { ActingFor } from '../kernel/principal.js';
import type { CaseWarning } from './rules/case-warning.js';
import type { Ending, JsonObject, EscalationKind } from './sop-definition.js';

/** One open step of one case, for one role. */
export interface OpenTask {
  readonly id: string;
  readonly step: number;
  readonly role: string;
  readonly section: string | null;
  readonly openedAt: string;
  /** What was left of its standard time when it was opened; null where the clock stands still. The deadline follows from it. */
  readonly left: WorkingAmount | null;
  readonly claimedBy: string | null;
  /** The rung of the escalation ladder that rings next. */
  readonly rung: number;
  /** When the last level was recorded; absent before the first, and in states from before it was kept. */
  readonly escalatedAt?: string;
}

/** Who did it, as it is kept for ever. */
export interface EventActor {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  /** The holder of the role, where somebody acts as a stand-in. */
  readonly onBehalfOf?: ActingFor;
}

/** What stands in the journal where somebody acted who had done one of the steps that the rules keep apart. */
export interface ExceptionUsed {
  /** The steps that the same person had done before. */
  readonly steps: readonly number[];
  /** Whose data allows it. */
  readonly by: 'definition' | 'agency';
  readonly reason: string | null;
}

interface Happened {
  readonly at: string;
  readonly actor: EventActor;
}

/** Which version of the text of consent was accepted, and when. */
export interface ConsentGiven {
  readonly version: string;
  /** RFC 3339. */
  readonly at: string;
}

/** What can happen to a case. Events alone rebuild its state; nothing else is ever read to decide. */
export type CaseEvent =
  | (Happened & {
      readonly type: 'opened';
      /** The user who acts as the applicant; null when the application was taken at the counter. */
      readonly applicant: string | null;
      /** The role that acts for an applicant who has no account. */
      readonly assistant: string | null;
      /** Hash of the form as it is kept; absent in events from before it was kept. */
      readonly formHash?: string;
      /** That the applicant has consented to the processing of their data; absent where nobody said so. */
      readonly consent?: ConsentGiven;
      readonly next: OpenTask;
      /** The rules that the form does not meet; absent where it meets all. */
      readonly warnings?: readonly CaseWarning[];
    })
  | (Happened & { readonly type: 'claimed'; readonly task: string; readonly step: number })
  | (Happened & {
      readonly type: 'released';
      readonly task: string;
      readonly step: number;
      /** Why the system released it; absent where a person did. */
      readonly because?: ReleaseReason;
    })
  | (Happened & {
      readonly type: 'completed';
      readonly task: string;
      readonly step: number;
      readonly outcome: string;
      readonly note: string | null;
      /** Working time that this visit of the step took; nothing while the applicant had the ball. */
      readonly used: WorkingAmount;
      readonly next: OpenTask | null;
      readonly ending: Ending | null;
      /** What the activity left behind. */
      readonly data: JsonObject;
      /** Present where the rules would have kept this person from the step, and data allows it. */
      readonly exception?: ExceptionUsed;
      /** All warnings of the case from now on; absent where they have not changed. */
      readonly warnings?: readonly CaseWarning[];
    })
  | (Happened & {
      readonly type: 'rang';
      readonly task: string;
      readonly step: number;
      readonly rung: number;
      readonly kind: EscalationKind;
      /** The role that is notified. */
      readonly to: string;
      /** For the applicant's own rows: whether the case was handed in before and sent back. */
      readonly sentBack?: true;
      /** Whether a later level had overtaken this one, so that nobody was notified; absent in events from before it was kept. */
      readonly overtaken?: boolean;
    })
  | (Happened & {
      readonly type: 'warned';
      /** Place among the warnings of the statutory clock, from 0. */
      readonly warning: number;
      readonly kind: WarningKind;
      /** Until when the decision has to be made, as it was told. */
      readonly dueAt: string;
      /** Whole working days left then. */
      readonly daysLeft: number;
      /** The roles that are notified. */
      readonly to: readonly string[];
      /** Whether a later warning had overtaken this one, so that nobody was notified. */
      readonly overtaken?: true;
    })
  | (Happened & {
      readonly type: 'withdrawn';
      readonly reason: string;
      readonly tasks: readonly string[];
      /** Working time that the open steps took until then; absent in events from before it was kept. */
      readonly used?: Readonly<Record<number, WorkingAmount>>;
    })
  | LicenceJoinedEvent
  | DocumentEvent
  | AfterIssueEvent
  | InterruptionEvent;

/** A file of a case, as far as decisions go by it. */
export interface CaseDocument {
  readonly id: string;
  /** Code of a requirement, or `evidence`. */
  readonly requirement: string;
  readonly sha256: string;
  /** It came after the documents were checked, and nobody has accepted it. */
  readonly newer?: true;
}

/** A file was handed in, taken back, or accepted by an official after the documents had been checked. */
export interface DocumentEvent extends Happened {
  readonly type: 'document-added' | 'document-removed' | 'document-accepted';
  readonly document: string;
  readonly requirement: string;
  readonly sha256: string;
}

/** An official has confirmed that a licence of OSS belongs to this case. */
export interface LicenceJoinedEvent extends Happened {
  readonly type: 'licence-joined';
  /** id_izin. */
  readonly licence: string;
  /** The case that was opened for the licence before, if there was one. */
  readonly from: string | null;
  readonly reason: string;
}

/** Why a claim ended without its holder: their account, their role or the period of acting for somebody ended. */
export type ReleaseReason = 'account-ended' | 'role-ended';

/** What comes from outside the office and acts on a case; `code` is the word it came as. */
export type InterruptionEvent =
  | (Happened & {
      readonly type: 'paused';
      readonly code: string;
      readonly reason: string;
      /** Whether the clocks start from zero when it goes on. */
      readonly reset: boolean;
      /** Working time that the open steps took until then. */
      readonly used: Readonly<Record<number, WorkingAmount>>;
    })
  | (Happened & { readonly type: 'resumed'; readonly code: string; readonly reason: string; readonly reset: boolean })
  | (Happened & {
      readonly type: 'deemed-granted';
      readonly code: string;
      readonly reason: string;
      /** The tasks that this has ended; none where the case was on that way already. */
      readonly tasks: readonly string[];
      readonly used: Readonly<Record<number, WorkingAmount>>;
      readonly next: OpenTask | null;
      readonly ending: Ending | null;
    });

/** What a warning of the statutory clock says: the time is nearly over, or it is. */
export type WarningKind = 'statutory-reminder' | 'statutory-passed';

/** What can happen to a number or a letter that a step has already given out. */
export type AfterIssueEvent =
  | (Happened & {
      readonly type: 'number-voided';
      /** The step that gave the number, and gives the next one. */
      readonly step: number;
      readonly reason: string;
      readonly tasks: readonly string[];
      readonly clears: readonly string[];
      readonly next: OpenTask;
      readonly data: JsonObject;
    })
  | (Happened & {
      readonly type: 'revoked';
      /** The step that signed the letter: whose role revokes it. */
      readonly step: number;
      readonly reason: string;
      readonly data: JsonObject;
    })
  | (Happened & {
      readonly type: 'corrected';
      readonly step: number;
      readonly reason: string;
      /** The draft of the letter that will replace it. */
      readonly next: OpenTask;
      /** That the clock of the law stays as it ended; absent in events from before that was so. */
      readonly statutoryFinal?: true;
      readonly data: JsonObject;
    });

export type CompletedEvent = Extract<CaseEvent, { type: 'completed' }>;

/** A case as its events have left it. */
export interface CaseState {
  readonly status: 'open' | Ending;
  readonly applicant: string | null;
  readonly assistant: string | null;
  readonly open: readonly OpenTask[];
  /** Working time used per step by all its visits so far. */
  readonly used: Readonly<Record<number, WorkingAmount>>;
  /** Who has done the steps that others may not be done by the same person as; absent while nobody has. */
  readonly doneBy?: Readonly<Record<number, readonly string[]>>;
  /** What holds now, such as `signed`; set and cleared by outcomes. */
  readonly facts: readonly string[];
  /** Absent in cases that were opened before there was one: `caseClock` then goes by the open task. */
  readonly clock?: ClockRun;
  /** The time that the law gives; absent until the application is complete, or where the SOP names no law. */
  readonly statutory?: StatutoryRun | null;
  /** The files that were handed in since their events are kept; absent before the first. */
  readonly documents?: readonly CaseDocument[];
  /** The rules that its form and the inputs of its steps do not meet; absent while there was never one. */
  readonly warnings?: readonly CaseWarning[];
  /** Absent unless the clocks stand still by a word from outside. */
  readonly paused?: PausedRun;
}

/** A pause of all clocks. */
export interface PausedRun {
  readonly since: string;
  /** Whether they start from zero when it goes on. */
  readonly reset: boolean;
  /** What was left of the open task's time; null where its clock stood still anyway. */
  readonly left: WorkingAmount | null;
  /** Whether the statutory clock was stopped as well, and starts anew. */
  readonly law: boolean;
}

/** The clock of the whole case. */
export interface ClockRun {
  /** Since when it runs without a pause; null while the applicant has the ball, and when the case is closed. */
  readonly since: string | null;
  /** Working time used before that, by all steps. */
  readonly used: WorkingAmount;
}

/** The statutory clock, as it was started last. */
export interface StatutoryRun {
  readonly startedAt: string;
  /** When the decision was made or the case ended; null while the office owes it. */
  readonly endedAt: string | null;
  /** The warning that comes next. */
  readonly warning: number;
  /** Whether the case was closed since: a correction of its letter does not start the clock of the law again. */
  readonly final?: true;
}
