import type { LoggedCase, LoggedEvent, LoggedLetter, LoggedTask } from './case-batches.js';
import type { LoggedFacts } from './logged-facts.js';

/**
 * OCEL 2.0 as JSON (https://www.ocel-standard.org): objects are applications, tasks and letters. Values are texts, as its JSON Schema
 * wants them; which type they are of is declared with the event or object type.
 */
interface Attribute {
  readonly name: string;
  readonly value: string;
}

const EVENT_ATTRIBUTES = [
  { name: 'role', type: 'string' },
  { name: 'resource', type: 'string' },
  { name: 'outcome', type: 'string' },
  { name: 'usedSeconds', type: 'float' },
  { name: 'usedDays', type: 'float' },
] as const;

const OBJECT_TYPES = [
  {
    name: 'application',
    attributes: [
      { name: 'service', type: 'string' },
      { name: 'definition', type: 'string' },
      { name: 'status', type: 'string' },
    ],
  },
  {
    name: 'task',
    attributes: [
      { name: 'step', type: 'integer' },
      { name: 'role', type: 'string' },
    ],
  },
  {
    name: 'letter',
    attributes: [
      { name: 'kind', type: 'string' },
      { name: 'number', type: 'string' },
      { name: 'dated', type: 'string' },
    ],
  },
] as const;

export function ocelHead(activities: readonly string[]): string {
  const eventTypes = activities.map((name) => ({ name, attributes: EVENT_ATTRIBUTES }));
  return `{"objectTypes":${JSON.stringify(OBJECT_TYPES)},\n"eventTypes":${JSON.stringify(eventTypes)},\n"events":[\n`;
}

export const OCEL_BETWEEN = '\n],\n"objects":[\n';
export const OCEL_END = '\n]}\n';

export function ocelEvent({ application_id: application, seq, at }: LoggedEvent, facts: LoggedFacts): string {
  const { activity, task, letters } = facts;
  return JSON.stringify({
    id: `${application}/${seq}`,
    type: activity,
    time: at.toISOString(),
    attributes: EVENT_ATTRIBUTES.flatMap(({ name }) => attribute(name, facts[name])),
    relationships: [
      { objectId: application, qualifier: 'case' },
      ...(task === null ? [] : [{ objectId: task, qualifier: 'task' }]),
      ...letters.map((letter) => ({ objectId: letter, qualifier: 'letter' })),
    ],
  });
}

export function ocelCase({ id, service, definition, status, opened_at, closed_at }: LoggedCase): string {
  const opened = opened_at.toISOString();
  const attributes = [
    { name: 'service', value: service, time: opened },
    { name: 'definition', value: definition, time: opened },
    { name: 'status', value: 'open', time: opened },
    ...(closed_at === null ? [] : [{ name: 'status', value: status, time: closed_at.toISOString() }]),
  ];
  return JSON.stringify({ id, type: 'application', attributes, relationships: [] });
}

export function ocelTask({ id, application_id, step, role, opened_at }: LoggedTask): string {
  const time = opened_at.toISOString();
  const attributes = [
    { name: 'step', value: String(step), time },
    { name: 'role', value: role, time },
  ];
  return JSON.stringify({ id, type: 'task', attributes, relationships: [{ objectId: application_id, qualifier: 'part of' }] });
}

/** Its kind holds from the beginning on, which the standard writes as the beginning of time. */
const ALWAYS = '1970-01-01T00:00:00Z';

export function ocelLetter({ id, application_id, kind, number, numbered_at, dated }: LoggedLetter): string {
  const attributes = [
    { name: 'kind', value: kind, time: ALWAYS },
    ...(numbered_at === null ? [] : Object.entries({ number, dated }).flatMap(([name, value]) => timed(name, value, numbered_at))),
  ];
  return JSON.stringify({ id, type: 'letter', attributes, relationships: [{ objectId: application_id, qualifier: 'answers' }] });
}

function timed(name: string, value: string | null, at: Date): (Attribute & { readonly time: string })[] {
  return value === null ? [] : [{ name, value, time: at.toISOString() }];
}

function attribute(name: string, value: string | number | null): Attribute[] {
  return value === null ? [] : [{ name, value: String(value) }];
}
