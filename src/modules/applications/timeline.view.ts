import { Float, Int, ObjectType } from '@nestjs/graphql';
import { plus, type WorkingAmount } from '../../kernel/duration.js';
import { ApiField } from '../../platform/api/api-field.js';
import { Json } from '../../platform/api/json.scalar.js';
import type { CaseEvent, CompletedEvent, OpenTask } from '../../sop/case-events.js';
import { usedBefore } from '../../sop/deadline.js';
import { outcomeOf, stepOf } from '../../sop/definition-lookup.js';
import type { SopDefinition, Step } from '../../sop/sop-definition.js';
import type { EventRow } from '../../workflow/event.entity.js';
import { measureOf } from '../../workflow/step-measure.js';

@ObjectType('StepClock', {
  description: 'What a visit of a row used against its standard. A row whose standard is in days counts days, one in hours counts minutes.',
})
export class StepClockView {
  @ApiField(() => String, { description: 'day or minute.' })
  unit: string;

  @ApiField(() => Float, { description: 'Standard time of the row.' })
  standard: number;

  @ApiField(() => Float, { description: 'What this visit used.' })
  used: number;

  @ApiField(() => Float, { description: 'What all visits until then used, unless the clock of the row starts anew.' })
  total: number;

  @ApiField(() => Float, { description: 'What that leaves of the standard; negative when it was late.' })
  left: number;

  @ApiField(() => String, { description: '`applicant` where the case waited for them and the clock stood still.', nullable: true })
  pausedBy: string | null;

  @ApiField(() => String, { description: 'Since when it stood still (RFC 3339).', nullable: true })
  pausedSince: string | null;
}

@ObjectType('TimelineEntry', { description: 'One event of a case: who did what, when, and how long it took against the standard.' })
export class TimelineEntryView {
  @ApiField(() => Int, { description: 'Place in the journal, from 1.' })
  seq: number;

  @ApiField(() => String, {
    description:
      'opened, claimed, released, completed, rang (reminder or escalation), warned (the time that a law gives), withdrawn, number-voided, revoked, corrected, paused, resumed or deemed-granted (by a word of OSS), licence-joined (an official has confirmed which licence of OSS it is), document-added, document-removed or document-accepted.',
  })
  type: string;

  @ApiField(() => String, { description: 'When (RFC 3339).' })
  at: string;

  @ApiField(() => String, { description: 'Name of who did it.' })
  by: string;

  @ApiField(() => String, { description: 'By which role.' })
  role: string;

  @ApiField(() => Json, {
    description: 'Holder of the role for whom they stood in: id, name and kind (plh, plt, an); null for who holds it.',
    nullable: true,
  })
  onBehalfOf: object | null;

  @ApiField(() => Int, { description: 'Number of the SOP row.', nullable: true })
  step: number | null;

  @ApiField(() => String, { description: 'The row, in the words of the SOP.', nullable: true })
  activity: string | null;

  @ApiField(() => String, { description: 'Key of the outcome.', nullable: true })
  outcome: string | null;

  @ApiField(() => Json, { description: 'What came out, in the words of the SOP: id and en.', nullable: true })
  outcomeLabel: object | null;

  @ApiField(() => Json, {
    description: 'Where it led: number of the next row, or how the case ended.',
    nullable: true,
    json: 'number or text',
  })
  leadsTo: number | string | null;

  @ApiField(() => String, { description: 'What was said with it.', nullable: true })
  note: string | null;

  @ApiField(() => String, { description: 'Standard time of the row, as written.', nullable: true })
  standardTime: string | null;

  @ApiField(() => Json, { description: 'Working time that this visit took: working days (shares) and working minutes.', nullable: true })
  used: { days: number; minutes: number } | null;

  @ApiField(() => StepClockView, { description: 'The same against the standard of the row, for a completed row.', nullable: true })
  clock: StepClockView | null;

  @ApiField(() => Json, { description: 'What the step left behind, with the records it made.', nullable: true })
  data: object | null;

  @ApiField(() => String, {
    description: 'Hash of this event, over itself and the hash of the event before it; null for an applicant.',
    nullable: true,
  })
  hash: string | null;
}

/** The journal of a case as people read it: each completed row with what it used of its standard so far. */
export function timeline(definition: SopDefinition, rows: readonly EventRow[]): TimelineEntryView[] {
  const used: Record<number, WorkingAmount> = {};
  let visit: OpenTask | null = null;
  return rows.map((row) => {
    const event = row.body;
    if (event.type === 'opened') visit = event.next;
    if (event.type !== 'completed') return timelineEntry(definition, row, null);
    const clock = stepClock(definition, event, used, visit);
    used[event.step] = plus(usedBefore(stepOf(definition, event.step), used), event.used);
    visit = event.next;
    return timelineEntry(definition, row, clock);
  });
}

function stepClock(
  definition: SopDefinition,
  event: CompletedEvent,
  usedSoFar: Readonly<Record<number, WorkingAmount>>,
  visit: OpenTask | null,
): StepClockView {
  const step = stepOf(definition, event.step);
  const { unit, standard, measure } = measureOf(step);
  const total = measure(plus(usedBefore(step, usedSoFar), event.used));
  const paused = visit !== null && !visit.left ? visit : null;
  return {
    unit,
    standard,
    used: measure(event.used),
    total,
    left: Math.round((standard - total) * 1000) / 1000,
    pausedBy: paused?.role ?? null,
    pausedSince: paused?.openedAt ?? null,
  };
}

/** An event as people read it, with the row of the SOP it belongs to. */
function timelineEntry(definition: SopDefinition, row: EventRow, clock: StepClockView | null): TimelineEntryView {
  const event = row.body;
  const no = stepNo(event);
  const step = no === null ? undefined : stepOf(definition, no);
  const completed = event.type === 'completed' ? event : undefined;
  return {
    seq: row.seq,
    type: event.type,
    at: event.at,
    by: event.actor.name,
    role: event.actor.role,
    onBehalfOf: event.actor.onBehalfOf ?? null,
    step: no,
    activity: step?.activity ?? null,
    outcome: completed?.outcome ?? null,
    outcomeLabel: (completed && step && outcomeOf(step, completed.outcome)?.label) ?? null,
    leadsTo: leadsTo(event, step),
    note: completed?.note ?? ('reason' in event ? event.reason : null),
    standardTime: step?.standardTime.text ?? null,
    used: completed ? { days: round(completed.used.days), minutes: round(completed.used.ms / 60_000) } : null,
    clock,
    data: dataOf(event),
    hash: row.hash,
  };
}

function dataOf(event: CaseEvent): object | null {
  const data = 'data' in event ? event.data : told(event);
  return 'warnings' in event && event.warnings ? { ...data, warnings: event.warnings } : data;
}

/** The escalation level or statutory warning, and who was notified. */
function told(event: CaseEvent): object | null {
  if (event.type === 'opened') return event.consent ? { consent: event.consent } : null;
  if (event.type === 'rang') return { rung: event.rung, kind: event.kind, to: event.to, ...(event.overtaken && { overtaken: true }) };
  if (event.type === 'released') return event.because ? { because: event.because } : null;
  if (event.type === 'paused' || event.type === 'resumed') return { code: event.code, reset: event.reset };
  if (event.type === 'deemed-granted') return { code: event.code };
  if (event.type === 'licence-joined') return { licence: event.licence, from: event.from };
  if ('document' in event) return { document: event.document, requirement: event.requirement, sha256: event.sha256 };
  if (event.type !== 'warned') return null;
  const { kind, dueAt, daysLeft, to, overtaken } = event;
  return { kind, dueAt, daysLeft, to, ...(overtaken && { overtaken }) };
}

function leadsTo(event: CaseEvent, step: Step | undefined): number | string | null {
  if (event.type === 'completed') return (step && outcomeOf(step, event.outcome)?.leadsTo) ?? null;
  if (event.type === 'deemed-granted') return event.next?.step ?? event.ending;
  return event.type === 'number-voided' || event.type === 'corrected' ? event.next.step : null;
}

function stepNo(event: CaseEvent): number | null {
  return event.type === 'opened' ? event.next.step : 'step' in event ? event.step : null;
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
