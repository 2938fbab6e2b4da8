import type { LoggedCase, LoggedEvent } from './case-batches.js';
import type { LoggedFacts } from './logged-facts.js';

/** XES (IEEE 1849): a trace per application, an event per entry of its journal. */
export const XES_HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<global scope="trace">
<string key="concept:name" value=""/>
</global>
<global scope="event">
<string key="concept:name" value=""/>
<string key="lifecycle:transition" value="complete"/>
<date key="time:timestamp" value="1970-01-01T00:00:00.000Z"/>
<string key="org:role" value=""/>
</global>
<classifier name="Activity" keys="concept:name"/>
<classifier name="Role" keys="org:role"/>
<string key="lifecycle:model" value="standard"/>
`;
export const XES_END = '</log>\n';

export function xesTrace({ id, service, status }: LoggedCase, events: readonly string[]): string {
  return `<trace>\n${text('concept:name', id)}${text('service', service)}${text('status', status)}${events.join('')}</trace>\n`;
}

export function xesEvent({ at }: LoggedEvent, facts: LoggedFacts): string {
  const { activity, role, resource, outcome, usedSeconds, usedDays } = facts;
  const parts = [
    text('concept:name', activity),
    text('lifecycle:transition', 'complete'),
    `<date key="time:timestamp" value="${at.toISOString()}"/>\n`,
    text('org:role', role),
    resource === null ? '' : text('org:resource', resource),
    outcome === null ? '' : text('outcome', outcome),
    usedSeconds === null ? '' : `<float key="usedSeconds" value="${usedSeconds}"/>\n`,
    usedDays === null ? '' : `<float key="usedDays" value="${usedDays}"/>\n`,
  ];
  return `<event>\n${parts.join('')}</event>\n`;
}

function text(key: string, value: string): string {
  return `<string key="${key}" value="${escaped(value)}"/>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};
/** What XML 1.0 cannot say at all. */
// eslint-disable-next-line no-control-regex
const UNSPEAKABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

function escaped(value: string): string {
  return value.replace(UNSPEAKABLE, '').replace(/[&<>"\n\r\t]/g, (sign) => ENTITIES[sign]!);
}
