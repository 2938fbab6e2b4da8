import { dayNumber, localDate } from '../../../kernel/local-time.js';
import type { ReadDatabase } from '../../../platform/database/read-database.js';
import { statement, type Statement } from '../../../platform/database/tx.js';
import type { ReportScope } from '../report.js';

/** Finished visits of one step on one day by one person, as they are summed up. */
export interface StepDayRow {
  readonly day: string;
  readonly service: string;
  readonly definition: string;
  readonly step: number;
  readonly role: string;
  readonly section: string;
  readonly person: string;
  readonly name: string;
  readonly n: number;
  readonly on_time: number;
  readonly used_ms: string;
  /** PostgreSQL's binary array: read without a text between, for they are many. */
  readonly used: Buffer;
}

/** Cases that came to one ending on one day. */
export interface CaseDayRow {
  readonly day: string;
  readonly service: string;
  readonly definition: string;
  readonly ending: string;
  readonly n: number;
  readonly on_time: number;
  readonly used_ms: string;
  readonly used: Buffer;
}

const WHICH = `where agency = $1 and day between $2::text::date and $3::text::date and ($4::text is null or service = $4::text)`;
const STEP_DAYS = statement(
  'report.step-days',
  `select day::text, service, definition, step, role, section, person, name, n, on_time, used_ms, array_send(used) as used from step_days ${WHICH}`,
);
const CASE_DAYS = statement(
  'report.case-days',
  `select day::text, service, definition, ending, n, on_time, used_ms, array_send(used) as used from case_days ${WHICH}`,
);
const STEP_BOUNDS = statement(
  'report.step-bounds',
  `select min(day)::text as first, max(day)::text as last from step_days where agency = $1`,
);
const CASE_BOUNDS = statement(
  'report.case-bounds',
  `select min(day)::text as first, max(day)::text as last from case_days where agency = $1`,
);

export type ReportPeriod = Pick<ReportScope, 'agency' | 'from' | 'until' | 'service'>;

/** In no order. A few days at a time: a period of any length takes the room of those. */
export function stepDays(database: ReadDatabase, period: ReportPeriod): AsyncGenerator<StepDayRow> {
  return rowsOf<StepDayRow>(database, STEP_DAYS, STEP_BOUNDS, period);
}

export function caseDays(database: ReadDatabase, period: ReportPeriod): AsyncGenerator<CaseDayRow> {
  return rowsOf<CaseDayRow>(database, CASE_DAYS, CASE_BOUNDS, period);
}

const DAYS_AT_ONCE = 10;

async function* rowsOf<Row extends object>(
  database: ReadDatabase,
  query: Statement,
  bounds: Statement,
  period: ReportPeriod,
): AsyncGenerator<Row> {
  const { agency, from, until, service } = period;
  const [known] = await database.read<{ first: string | null; last: string | null }>(bounds, [agency.code]);
  // Nobody pays for centuries in which there was no service.
  if (!known?.first || !known.last) return;
  const last = dayNumber(until < known.last ? until : known.last)!;
  for (let day = dayNumber(from > known.first ? from : known.first)!; day <= last; day += DAYS_AT_ONCE) {
    const days = [localDate(day), localDate(Math.min(last, day + DAYS_AT_ONCE - 1))];
    yield* await database.read<Row>(query, [agency.code, ...days, service]);
  }
}

const HEAD_BYTES = 20;

/** The numbers of an integer array in PostgreSQL's binary form: a head, then length and value of each. */
export function* numbersIn(array: Buffer): Generator<number> {
  for (let at = HEAD_BYTES; at < array.length; at += 8) yield array.readInt32BE(at + 4);
}
