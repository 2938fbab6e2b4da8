import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { parseCalendar } from '../kernel/parse-calendar.js';
import type { WorkingCalendar } from '../kernel/working-calendar.js';
import { compileCalendar, type WorkingTime } from '../kernel/working-time.js';
import type { Agency } from '../sop/sop-definition.js';

/** The working calendar of an agency, or everything that is wrong with its file. */
export interface CalendarFile {
  readonly calendar?: WorkingCalendar;
  readonly working?: WorkingTime;
  readonly problems: readonly string[];
}

/** Reads `calendars/<name>.yaml`, in the zone of the agency. Never throws for bad content. */
export function readCalendarFile(folder: string, agency: Agency): CalendarFile {
  const file = join('calendars', `${agency.calendar}.yaml`);
  const wrong = (...problems: string[]): CalendarFile => ({ problems: problems.map((problem) => `${file}: ${problem}`) });
  if (!/^[\w-]+$/.test(agency.calendar)) return wrong(`"${agency.calendar}" of agency ${agency.code} is no name of a calendar`);
  let data: unknown;
  try {
    data = parse(readFileSync(join(folder, file), 'utf8'), { maxAliasCount: 100 });
  } catch (error) {
    return wrong((error as Error).message);
  }
  const parsed = parseCalendar(data, agency.timeZone);
  if (!parsed.ok) return wrong(...parsed.problems.map((problem) => `${problem.pointer}: ${problem.detail.en}`));
  return { calendar: parsed.calendar, working: compileCalendar(parsed.calendar), problems: [] };
}
