import { Int, ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../platform/api/api-field.js';
import { Json } from '../../platform/api/json.scalar.js';
import type { CaseEvent } from '../../sop/case-events.js';
import { outcomeOf, stepOf } from '../../sop/definition-lookup.js';
import type { SopDefinition, Step } from '../../sop/sop-definition.js';
import type { EventRow } from '../../workflow/event.entity.js';

@ObjectType('TimelineEntry', { description: 'One event of a case: who did what, when, and how long it took against the standard.' })
export class TimelineEntryView {
  @ApiField(() => Int, { description: 'Place in the journal, from 1.' })
  seq: number;

  @ApiField(() => String, {
    description: 'opened, claimed, released, completed, rang (reminder or escalation), withdrawn, number-voided, revoked or corrected.',
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

  @ApiField(() => Json, { description: 'What the step left behind, with the records it made.', nullable: true })
  data: object | null;

  @ApiField(() => String, { description: 'Hash of this event, over itself and the hash of the event before it.' })
  hash: string;
}

/** An event as people read it, with the row of the SOP it belongs to. */
export function timelineEntry(definition: SopDefinition, row: EventRow): TimelineEntryView {
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
    leadsTo: leadsTo(event, step),
    note: completed?.note ?? ('reason' in event ? event.reason : null),
    standardTime: step?.standardTime.text ?? null,
    used: completed ? { days: round(completed.used.days), minutes: round(completed.used.ms / 60_000) } : null,
    data: 'data' in event ? event.data : rungData(event),
    hash: row.hash,
  };
}

/** Which rung of the ladder rang, and who was told. */
function rungData(event: CaseEvent): object | null {
  return event.type === 'rang' ? { rung: event.rung, kind: event.kind, to: event.to } : null;
}

function leadsTo(event: CaseEvent, step: Step | undefined): number | string | null {
  if (event.type === 'completed') return (step && outcomeOf(step, event.outcome)?.leadsTo) ?? null;
  return event.type === 'number-voided' || event.type === 'corrected' ? event.next.step : null;
}

function stepNo(event: CaseEvent): number | null {
  if (event.type === 'withdrawn') return null;
  return event.type === 'opened' ? event.next.step : event.step;
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
