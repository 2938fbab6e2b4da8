import { compileSchema, type Schema } from '../platform/api/input-schema.js';
import type { WorkingCalendar } from '../kernel/working-calendar.js';
import type { WorkingTime } from '../kernel/working-time.js';
import { StartProblem } from '../platform/config/start-problem.js';
import type { ActivityDeclaration, Agency, SopDefinition } from '../sop/sop-definition.js';
import { applicantSchema } from './applicant-schema.js';
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
    const { calendar, working, problems: wrong } = readCalendarFile(path, agency);
    problems.push(...wrong);
    if (!agency.books.some((book) => book.code === APPLICATION_BOOK))
      problems.push(`agency ${agency.code}: books: "${APPLICATION_BOOK}" is missing; application numbers come from it`);
    if (calendar && working) agencies.set(agency.code, { agency, calendar, working });
  }
  if (read.definitions.length === 0 && problems.length === 0) problems.push(`${path}: there is no SOP`);
  for (const { definition, file } of read.definitions) problems.push(...formProblems(definition, file));
  problems.push(...sharedUsers(read.agencies));
  return { agencies, definitions: read.definitions, problems };
}

function formProblems(definition: SopDefinition, file: string): string[] {
  try {
    const applicant = applicantSchema(definition);
    return [...exampleProblems(definition.form, `${file}: form`), ...exampleProblems(applicant, `${file}: applicantRequires`)];
  } catch (error) {
    return [`${file}: form is no JSON Schema: ${(error as Error).message}`];
  }
}

/** Whoever follows an example must not be refused. */
function exampleProblems(schema: Schema, name: string): string[] {
  const check = compileSchema(schema);
  const examples = (schema['examples'] ?? []) as unknown[];
  return examples.flatMap((example, index) =>
    check(example).map((problem) => `${name}.examples[${index}]${problem.pointer}: ${problem.detail.en}`),
  );
}

/** People sign in by user name alone, without saying for which agency. */
function sharedUsers(agencies: readonly Agency[]): string[] {
  const owner = new Map<string, string>();
  return agencies.flatMap(({ code, demoUsers }) =>
    demoUsers.flatMap(({ username }) => {
      const other = owner.get(username);
      owner.set(username, other ?? code);
      return other && other !== code ? [`agency ${code}: demoUsers: "${username}" is a user of agency ${other} already`] : [];
    }),
  );
}
