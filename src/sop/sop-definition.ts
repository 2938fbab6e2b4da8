import type { StandardTime } from '../kernel/duration.js';
import type { Sentence } from '../kernel/refusal.js';
import type { AgencyOss, ServiceOss } from './oss/oss-data.js';
import type { FieldKind, Rule } from './rules/rule.js';

/** A label for people, in Indonesian and English. */
export type Label = Sentence;

/** How a case can end. */
export const ENDINGS = ['granted', 'rejected', 'withdrawn'] as const;
export type Ending = (typeof ENDINGS)[number];

export type JsonObject = Readonly<Record<string, unknown>>;

/** The header block that every Indonesian SOP carries (Permendagri 52/2011), to the letter. */
export interface SopHeader {
  readonly issuer: readonly string[];
  readonly number: string;
  readonly approvedBy: { readonly office: string; readonly name: string; readonly nip: string };
  readonly name: string;
  readonly legalBasis: readonly string[];
  readonly qualifications: readonly string[];
  readonly relatedSops: readonly string[];
  readonly equipment: readonly string[];
  readonly warnings: readonly string[];
  readonly recordKeeping: readonly string[];
}

/** A column of the SOP's "Pelaksana" block: who acts, by which role. */
export interface Actor {
  readonly role: string;
  /** Section of the agency, for a role that exists once per section. */
  readonly section?: string;
  /** As the source calls it, such as "Penerima Berkas/ Front Office". */
  readonly title: string;
}

/** What must be handed in. */
export interface Requirement {
  readonly code: string;
  readonly label: Label;
  readonly required: boolean;
  /** Health and other specific personal data (UU 27/2022). */
  readonly sensitive: boolean;
}

/** One way to end a step. */
export interface Outcome {
  readonly key: string;
  /** Which of its activity's outcomes this is; the same as `key` unless the definition says otherwise. */
  readonly means: string;
  readonly label: Label;
  readonly leadsTo: number | Ending;
  /** Facts that hold for the case afterwards, and facts that no longer do (from the activity). */
  readonly sets: readonly string[];
  readonly clears: readonly string[];
}

/**
 * Who hears of a task that is about to be late, or is: its role when a share of the standard time is used, again when all
 * of it is, and then per working day the next superior.
 */
export interface EscalationPolicy {
  /** Share of the standard time, more than 0 and less than 1. */
  readonly remindAt: number;
  /** Roles, the nearest first. */
  readonly superiors: readonly string[];
  /** Working days after which an applicant who has the case is reminded, ascending; absent: 1, 5 and 10. */
  readonly remindApplicantAfter?: readonly number[];
}

/** What a rung of a ladder says: soon late, late, or late for so long that a superior hears of it. */
export type EscalationKind = 'reminder' | 'overdue' | 'escalated';

/** What the clock of a row does when the case comes back to it: it goes on where it stood, or starts anew. */
export const STEP_CLOCKS = ['continue', 'restart'] as const;
export type StepClock = (typeof STEP_CLOCKS)[number];

/** What the law makes of silence: `deemed-granted` (fiktif positif), or nothing but being late. */
export const STATUTORY_EFFECTS = ['deemed-granted', 'none'] as const;

/**
 * The time that a law gives for the decision, beside the standard time of the SOP: whole working days, the day of the start not
 * counted, and no pause while the office works. Source: the law named by `legalBasis`, such as UU 30/2014 Pasal 53.
 */
export interface Statutory {
  readonly workingDays: number;
  /** The row whose way forward says that the application was received complete. */
  readonly startsAfter: number;
  /** The fact by which the decision is made; a case that ends without it has met the clock as well. */
  readonly metBy: string;
  readonly effect: (typeof STATUTORY_EFFECTS)[number];
  /** A warning in the morning when this many working days are left, the earliest first. */
  readonly remindBefore: readonly number[];
  /** Roles that hear the warnings; absent: the superiors of the agency's ladder. */
  readonly to?: readonly string[];
  readonly legalBasis: string;
}

/** One row of the SOP table. */
export interface Step {
  readonly no: number;
  /** Kegiatan, to the letter. */
  readonly activity: string;
  /** The activity of the vocabulary that does it, such as `check-completeness`. */
  readonly does: string;
  /** Who acts first, then who takes part (assists or countersigns). Roles of `actors`. */
  readonly roles: readonly string[];
  /** Whether the performer stands in the source, or is our reading of it. */
  readonly performersFrom: 'source' | 'reading';
  readonly completeness: string;
  readonly standardTime: StandardTime;
  readonly output: string;
  readonly remarks: string;
  /** What the activity wants to know about this step, such as the book a number is taken from. */
  readonly options: JsonObject;
  /** In place of the agency's ladder. */
  readonly ladder?: EscalationPolicy;
  /** Absent: it goes on. */
  readonly clock?: StepClock;
  /** Steps whose doers may not do this one in the same case; absent in a file: as the activity declares. */
  readonly notBy?: readonly number[];
  /** What the activity declares and the definition leaves out; whoever makes use of that stands in the journal. */
  readonly waives?: readonly number[];
  /** Facts that must hold before this step may be completed (from the activity). */
  readonly requires: readonly string[];
  /** The forward path first. */
  readonly outcomes: readonly Outcome[];
}

/** Records of the office that a definition can open to the applicant. */
export const DISCLOSED_RECORDS = ['recommendation'] as const;
export type DisclosedRecord = (typeof DISCLOSED_RECORDS)[number];

/** Records that a definition can mark as health data. */
export const HEALTH_RECORDS = ['recommendation', 'letter'] as const;
export type HealthRecord = (typeof HEALTH_RECORDS)[number];

/** One service of one agency with its SOP: parsed, checked, and never changed afterwards. */
export interface SopDefinition {
  readonly agency: string;
  readonly code: string;
  readonly label: Label;
  /** Short name for numbers and letters, such as IUMK. */
  readonly shortName: string;
  readonly header: SopHeader;
  readonly actors: readonly Actor[];
  readonly requirements: readonly Requirement[];
  /** JSON Schema of the application form, with `examples`. */
  readonly form: JsonObject;
  /** JSON Schema properties of the applicant that this service asks for beyond the name. */
  readonly applicantRequires: readonly string[];
  /** Conditions over several fields, of the form and of inputs; absent in definitions from before there were any. */
  readonly rules?: readonly Rule[];
  readonly start: number;
  /** The fact after which an applicant can no longer withdraw. */
  readonly withdrawableUntil: string;
  /** Kinds of records that the applicant reads although they are the office's own otherwise. */
  readonly disclosedRecords?: readonly DisclosedRecord[];
  /** Kinds of records that hold health data: who only numbers letters does not read them. */
  readonly healthRecords?: readonly HealthRecord[];
  readonly statutory?: Statutory;
  /** Activity whose completion makes a numbered letter count; absent: publication in OSS where there is such a row, or hand-over. */
  readonly countsFrom?: CountsFrom;
  /** Absent where the service has nothing to do with OSS. */
  readonly oss?: ServiceOss;
  readonly steps: readonly Step[];
}

/** From which activity on a numbered letter may count. */
export const COUNTS_FROM = ['number', 'validate-in-oss', 'publish-in-oss', 'hand-over', 'acknowledge'] as const;
export type CountsFrom = (typeof COUNTS_FROM)[number];

/** What one activity of the vocabulary promises; the module that owns the activity declares it. */
export interface ActivityDeclaration {
  readonly name: string;
  /** What its outcomes can mean, the forward one first. */
  readonly outcomes: readonly string[];
  /** Facts that must hold on every path before it. */
  readonly requires?: readonly string[];
  /** Facts that an outcome establishes or ends, by its meaning. */
  readonly sets?: Readonly<Record<string, readonly string[]>>;
  readonly clears?: Readonly<Record<string, readonly string[]>>;
  /** JSON Schema of the step's `with` block; absent: it takes none. */
  readonly options?: JsonObject;
  /** Kinds of work whose doers may not do this one in the same case, unless the definition says otherwise. */
  readonly separateFrom?: readonly string[];
  /** Fields of its input that the rules of a definition can name. */
  readonly inputs?: Readonly<Record<string, FieldKind>>;
  /** Rules about its input that hold in every SOP. */
  readonly rules?: readonly Omit<Rule, 'steps'>[];
  /** Several tasks of this kind may be completed in one request, such as initials on many letters. */
  readonly bulk?: boolean;
}

/** What a definition may refer to: the words its agency and the installed activities give it. */
export interface Vocabulary {
  readonly activities: readonly ActivityDeclaration[];
  readonly agencies: readonly Agency[];
}

/** An official role of an agency. */
export interface AgencyRole {
  readonly code: string;
  readonly title: Label;
  /** Exists once per section. */
  readonly perSection: boolean;
}

/** A register in which numbers are given out. */
export interface Book {
  readonly code: string;
  readonly title: string;
  /** `counter`: numbers only. `agenda`: outgoing letters or permits. `dispatch`: who received what. */
  readonly kind: 'counter' | 'agenda' | 'dispatch';
  /** Classification code (kode klasifikasi) that {class} stands for, such as 503. */
  readonly classCode?: string;
  /** Number format of tokens: {class} {number:4} {service} {unit} {month} {roman} {year}; other text stands as it is. */
  readonly format: string;
}

/** Somebody who holds an office, with civil servant's number (NIP). */
export interface Official {
  readonly role: string;
  readonly section?: string;
  readonly name: string;
  readonly nip?: string;
  /** Id or user name of their account, or the outside issuer's subject: by it the NIP stands beneath what they sign. */
  readonly user?: string;
}

/** A user of the built-in issuer that exists only in demo mode. */
export interface DemoUser {
  readonly username: string;
  readonly name: string;
  readonly roles: readonly { readonly role: string; readonly section?: string }[];
}

/** How many years after its end the personal data of a case is kept, by how it ended; without a number it is kept. */
export interface Retention {
  readonly granted?: number;
  readonly rejected?: number;
  readonly withdrawn?: number;
  /** The rule that says so. */
  readonly legalBasis: string;
}

/** Steps that an agency lets somebody do who has done one of the steps that `notBy` names. */
export interface SeparationException {
  /** Absent: in every service. */
  readonly service?: string;
  readonly steps: readonly number[];
  /** Why, such as the number of the decree; it stands in the journal. */
  readonly reason: string;
}

/** The tenant: one licensing agency, as data. */
export interface Agency {
  readonly code: string;
  readonly name: string;
  readonly shortName: string;
  readonly letterhead: {
    readonly lines: readonly string[];
    readonly address: string;
    readonly phone?: string;
    readonly email?: string;
    readonly website?: string;
    /** A PNG or JPEG file beside the agency's. */
    readonly logo?: string;
  };
  /** Who holds a role, as their name stands beneath letters; an installation fills this in. */
  readonly officials: readonly Official[];
  readonly region: { readonly code: string; readonly name: string; readonly province: string; readonly seat: string };
  /** IANA zone: Asia/Jakarta (WIB), Asia/Makassar (WITA), Asia/Jayapura (WIT). */
  readonly timeZone: string;
  readonly sections: readonly { readonly code: string; readonly title: string }[];
  readonly roles: readonly AgencyRole[];
  readonly books: readonly Book[];
  readonly ladder: EscalationPolicy;
  /** Name of the working calendar, a file under sop/calendars. */
  readonly calendar: string;
  /** Absent where the agency has nothing to do with OSS. */
  readonly oss?: AgencyOss;
  /** Absent: nothing is ever erased. */
  readonly retention?: Retention;
  /** Where the agency lets one person do what is otherwise kept apart. */
  readonly separation?: { readonly exceptions: readonly SeparationException[] };
  readonly demoUsers: readonly DemoUser[];
}
