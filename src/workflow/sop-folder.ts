import { compileSchema } from '../platform/api/input-schema.js';
import type { Unconfirmed } from '../kernel/parse-calendar.js';
import type { WorkingCalendar } from '../kernel/working-calendar.js';
import type { WorkingTime } from '../kernel/working-time.js';
import { StartProblem } from '../platform/config/start-problem.js';
import type { ActivityDeclaration, Agency, SopDefinition } from '../sop/sop-definition.js';
import { readCalendarFile } from './calendar-file.js';
import { readDefinitionFiles } from './definition-files.js';

/** Nest token: where the SOPs, agencies and calendars lie. */
export const SOP_FOLDER = Symbol('sop folder');

/** The files of the `sop/` folder are not in order; everything that is wrong is listed. */
export class SopProblems extends StartProblem {
  constructor(readonly problems: readonly string[]) {
    super(`The SOP files have ${problems.length} problem(s):\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

/** The book that application numbers come from; every agency has it. */
export const APPLICATION_BOOK = 'applications';

/** An agency with its working calendar, ready to count. */
export interface KnownAgency {
  readonly agency: Agency;
  readonly calendar: WorkingCalendar;
  readonly working: WorkingTime;
  /** What an administrator is still to confirm of the calendar. */
  readonly unconfirmed: readonly Unconfirmed[];
}

/** What the `sop/` folder says, or everything that is wrong with it. */
export interface SopFolder {
  readonly agencies: ReadonlyMap<string, KnownAgency>;
  readonly definitions: readonly {
    readonly definition: SopDefinition;
    readonly sha256: string;
    readonly source: string;
    readonly file: string;
  }[];
  readonly problems: readonly string[];
}

/** Reads agencies, calendars and definitions, and checks each form by its own examples. Never throws for bad content. */
export function readSopFolder(path: string, activities: readonly ActivityDeclaration[]): SopFolder {
  const read = readDefinitionFiles(path, activities);
  const problems = [...read.problems];
  const agencies = new Map<string, KnownAgency>();
  for (const agency of read.agencies) {
    const { calendar, working, unconfirmed, problems: wrong } = readCalendarFile(path, agency);
    problems.push(...wrong);
    if (!agency.books.some((book) => book.code === APPLICATION_BOOK))
      problems.push(`agency ${agency.code}: books: "${APPLICATION_BOOK}" is missing; application numbers come from it`);
    if (calendar && working) agencies.set(agency.code, { agency, calendar, working, unconfirmed });
  }
  if (read.definitions.length === 0 && problems.length === 0) problems.push(`${path}: there is no SOP`);
  for (const { definition, file } of read.definitions) problems.push(...formProblems(definition, file));
  return { agencies, definitions: read.definitions, problems };
}

function formProblems(definition: SopDefinition, file: string): string[] {
  try {
    const check = compileSchema(definition.form);
    const examples = (definition.form['examples'] ?? []) as unknown[];
    return examples.flatMap((example, index) =>
      check(example).map((problem) => `${file}: form.examples[${index}]${problem.pointer}: ${problem.detail.en}`),
    );
  } catch (error) {
    return [`${file}: form is no JSON Schema: ${(error as Error).message}`];
  }
}
