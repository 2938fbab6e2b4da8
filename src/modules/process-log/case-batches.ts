import type { ReadDatabase } from '../../platform/database/read-database.js';
import { statement } from '../../platform/database/tx.js';
import type { CaseEvent } from '../../sop/case-events.js';

/** Which cases a log is of: those that were opened in a period. */
export interface LogRange {
  readonly agency: string;
  readonly service: string | null;
  readonly from: Date;
  readonly until: Date;
}

/** A case without anything that says whose it is. */
export interface LoggedCase {
  readonly id: string;
  readonly service: string;
  readonly definition: string;
  readonly status: string;
  readonly opened_at: Date;
  readonly closed_at: Date | null;
}

export interface LoggedEvent {
  readonly application_id: string;
  readonly seq: number;
  readonly at: Date;
  readonly actor: string | null;
  readonly body: CaseEvent;
}

export interface LoggedTask {
  readonly id: string;
  readonly application_id: string;
  readonly step: number;
  readonly role: string;
  readonly opened_at: Date;
}

export interface LoggedLetter {
  readonly id: string;
  readonly application_id: string;
  readonly kind: string;
  readonly number: string | null;
  readonly numbered_at: Date | null;
  /** YYYY-MM-DD. */
  readonly dated: string | null;
}

/** The id of a case begins with the moment of its opening (UUIDv7), so that the primary key serves a period as well. */
const CASES = statement(
  'process-log.cases',
  `select id, service, definition, status, opened_at, closed_at from applications
    where agency = $1 and id > $2 and id < $3 and ($4::text is null or service = $4) and opened_at >= $5 and opened_at < $6
    order by id limit $7`,
);
const EVENTS = statement(
  'process-log.events',
  `select application_id, seq, at, body,
          reporting.pseudonym(agency, body->'actor'->>'role', actor_id, (select key from reporting_key)) as actor
     from events where agency = $1 and application_id = any($2::uuid[]) order by application_id, seq`,
);
const TASKS = statement(
  'process-log.tasks',
  `select id, application_id, step, role, opened_at from tasks
    where agency = $1 and application_id = any($2::uuid[]) order by application_id, id`,
);
const LETTERS = statement(
  'process-log.letters',
  `select id, application_id, kind, number, numbered_at, dated::text as dated from letters
    where agency = $1 and application_id = any($2::uuid[]) order by application_id, id`,
);

/** Cases that are read at a time: with their events some hundred kilobytes. */
const BATCH = 250;

/** The cases of a log in the order of their opening, batch by batch. */
export async function* caseBatches(database: ReadDatabase, range: LogRange): AsyncGenerator<readonly LoggedCase[]> {
  const { agency, service, from, until } = range;
  for (let after = leastId(from); ;) {
    const cases = await database.read<LoggedCase>(CASES, [agency, after, leastId(until), service, from, until, BATCH]);
    if (cases.length > 0) yield cases;
    if (cases.length < BATCH) return;
    after = cases.at(-1)!.id;
  }
}

export const eventsOf = (database: ReadDatabase, agency: string, cases: readonly LoggedCase[]): Promise<LoggedEvent[]> =>
  database.read<LoggedEvent>(EVENTS, [agency, idsOf(cases)]);

export const tasksOf = (database: ReadDatabase, agency: string, cases: readonly LoggedCase[]): Promise<LoggedTask[]> =>
  database.read<LoggedTask>(TASKS, [agency, idsOf(cases)]);

export const lettersOf = (database: ReadDatabase, agency: string, cases: readonly LoggedCase[]): Promise<LoggedLetter[]> =>
  database.read<LoggedLetter>(LETTERS, [agency, idsOf(cases)]);

function idsOf(cases: readonly LoggedCase[]): string[] {
  return cases.map(({ id }) => id);
}

/** Before every id that was made at a moment or later. */
function leastId(at: Date): string {
  const hex = Math.max(0, at.getTime()).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
