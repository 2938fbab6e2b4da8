import type { CaseEvent } from '../../../sop/case-events.js';
import { outcomeOf, stepOf } from '../../../sop/definition-lookup.js';
import type { OssMoment, ServiceOss } from '../../../sop/oss/oss-data.js';
import type { AgencyOss } from '../../../sop/oss/oss-data.js';
import type { SopDefinition } from '../../../sop/sop-definition.js';

/**
 * What is asked of OSS: `status` (receiveLicenseStatus), `number` (receiveLicense without a file), `validate` (checkNIB and
 * inqueryLicense), `publish` (receiveLicense, or updateLicense once it is issued).
 */
export type MessageCall = 'status' | 'number' | 'validate' | 'publish';

/** What a message says beside its code; everything else is looked up when it is sent. */
export interface MessageBody {
  readonly note: string | null;
  /** With a link to the letter of the case. */
  readonly letter: boolean;
  /** Who did it, and by which role. */
  readonly by: string;
  readonly role: string;
  /** When it was done (RFC 3339): the time that OSS is told, however late. */
  readonly at: string;
}

/** One thing to be told because of an event. */
export interface Planned {
  readonly call: MessageCall;
  readonly kdStatus: string | null;
  /** The task that waits for it. */
  readonly task: string | null;
  readonly body: MessageBody;
}

/** What OSS is to be told of an event, in order; `told` is the code that it was told last. Pure. */
export function planned(definition: SopDefinition, agency: AgencyOss, event: CaseEvent, told: string | null): readonly Planned[] {
  const { oss } = definition;
  if (!oss) return [];
  let last = told;
  const plans: Planned[] = [];
  for (const moment of oss.moments) {
    if (moment.call === 'number' && agency.numbering !== 'oss') continue;
    if (!happened(moment, definition, event) || (moment.after && !moment.after.includes(last ?? ''))) continue;
    const body = { ...bodyOf(event), note: saidWith(event) ?? moment.note ?? null, letter: moment.letter };
    plans.push({ call: moment.call, kdStatus: moment.status, task: null, body });
    last = moment.status;
  }
  return [...plans, ...waitingFor(definition, oss, event)];
}

/** The code that OSS will have been told after these. */
export function lastSentStatus(plans: readonly Planned[], before: string | null): string | null {
  return plans.reduce((last, { kdStatus }) => kdStatus ?? last, before);
}

/** A row that is done by the web service is asked for when it is opened. */
function waitingFor(definition: SopDefinition, oss: ServiceOss, event: CaseEvent): readonly Planned[] {
  const next = 'next' in event ? event.next : null;
  if (!next) return [];
  const { does } = stepOf(definition, next.step);
  const body = { ...bodyOf(event), note: null };
  if (does === 'validate-in-oss') return [{ call: 'validate', kdStatus: null, task: next.id, body: { ...body, letter: false } }];
  if (does === 'publish-in-oss') return [{ call: 'publish', kdStatus: oss.issued, task: next.id, body: { ...body, letter: true } }];
  return [];
}

function happened({ when }: OssMoment, definition: SopDefinition, event: CaseEvent): boolean {
  if (when.event !== undefined) return event.type === when.event;
  if (event.type !== 'completed') return false;
  const step = stepOf(definition, event.step);
  if (when.step !== undefined && when.step !== step.no) return false;
  if (when.does !== undefined && when.does !== step.does) return false;
  return when.means === undefined || outcomeOf(step, event.outcome)?.means === when.means;
}

function bodyOf({ actor, at }: CaseEvent): Pick<MessageBody, 'by' | 'role' | 'at'> {
  return { by: actor.name, role: actor.role, at };
}

/** What whoever did it said with it. */
function saidWith(event: CaseEvent): string | null {
  if ('reason' in event) return event.reason || null;
  if (event.type !== 'completed') return null;
  const { reason } = event.data;
  return event.note ?? (typeof reason === 'string' ? reason : null);
}
