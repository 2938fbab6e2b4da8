import type { Principal } from '../kernel/principal.js';
import type { Tx } from '../platform/database/tx.js';
import type { EventActor, OpenTask } from '../sop/case-events.js';
import type { CaseWarning } from '../sop/rules/case-warning.js';
import type { ActivityDeclaration, Agency, JsonObject, Outcome, SopDefinition, Step } from '../sop/sop-definition.js';
import type { OutsideEntry } from './outside-work.js';

/** What the schema of an input may depend on: the definition, and of the case no more than what nobody has to be asked for. */
export interface InputContext {
  readonly agency: Agency;
  readonly definition: SopDefinition;
  readonly step: Step;
  readonly outcome: Outcome;
  /** For examples with dates in them. */
  readonly now: Date;
  /** What the case is in another system, null while nobody knows; undefined in the check, which is one for all cases. */
  readonly entry: OutsideEntry | null | undefined;
}

/** The case as it was before the step, as far as an activity needs it. */
export interface CaseFacts {
  readonly id: string;
  readonly number: string;
  readonly applicantName: string;
  readonly receiptNumber: string | null;
  readonly trackingCode: string | null;
  /** Its letter has been out, and is being corrected. */
  readonly issued: boolean;
  /** It has come back to a step that was done before. */
  readonly sentBack: boolean;
  /** The rules that it does not meet so far. */
  readonly warnings: readonly CaseWarning[];
}

/** Everything that is known while an activity leaves its record behind. */
export interface ActivityContext extends InputContext {
  readonly application: CaseFacts;
  readonly task: OpenTask;
  readonly next: OpenTask | null;
  readonly principal: Principal;
  /** Who does it as the journal keeps it: with the holder of the role where that is a stand-in. */
  readonly actor: EventActor;
  readonly note: string | null;
  /** Fits the input schema. */
  readonly input: JsonObject;
  /** Ids of the warnings that the client has confirmed. */
  readonly confirmed: readonly string[];
}

/** A record that a step left behind and that can be read again at `/v1/{kind}s/{id}`. */
export interface RecordRef {
  readonly kind: 'receipt' | 'disposition' | 'recommendation' | 'letter' | 'check' | 'oss-record';
  readonly id: string;
}

/** What an activity tells the case about itself; all of it goes into the event. */
export interface ActivityEffect {
  readonly records?: readonly RecordRef[];
  readonly data?: JsonObject;
  /** The warnings about the form, where it was set or looked at again. */
  readonly formWarnings?: readonly CaseWarning[];
  /** Columns of the application that this activity owns. */
  readonly application?: Partial<Pick<CaseFacts, 'applicantName' | 'receiptNumber' | 'trackingCode'>> & {
    /** What the case can be found by from now on as well, such as the number of its letter. */
    readonly found?: string;
  };
}

/**
 * One kind of work of the vocabulary. It owns the schema of its input, its checks, and its effect inside the
 * transaction of the command; it never touches another module's tables.
 */
export interface Activity {
  readonly declaration: ActivityDeclaration;
  /** JSON Schema of the input for one outcome of one step, with an example that is accepted as it stands. */
  inputSchema(context: InputContext): JsonObject;
  perform(tx: Tx, context: ActivityContext): Promise<ActivityEffect>;
}

/** Nest token for the list of all activities. */
export const ACTIVITIES = Symbol('activities');
