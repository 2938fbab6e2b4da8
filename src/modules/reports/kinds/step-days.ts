import type { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/tx.js';
import type { Scope } from '../report.js';

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

const STEP_DAYS = statement(
  'report.step-days',
  `select day::text, service, definition, step, role, section, person, name, n, on_time, used_ms, array_send(used) as used
     from step_days
    where agency = $1 and day between $2::text::date and $3::text::date and ($4::text is null or service = $4::text)
      and (day, service, definition, step, role, section, person) > ($5::text::date, $6, $7, $8::integer, $9, $10, $11)
    order by day, service, definition, step, role, section, person
    limit $12`,
);
const CASE_DAYS = statement(
  'report.case-days',
  `select day::text, service, definition, ending, n, on_time, used_ms, array_send(used) as used
     from case_days
    where agency = $1 and day between $2::text::date and $3::text::date and ($4::text is null or service = $4::text)
      and (day, service, definition, ending) > ($5::text::date, $6, $7, $8)
    order by day, service, definition, ending
    limit $9`,
);

const BATCH = 2000;
const BEFORE_ALL = '0001-01-01';

export type Period = Pick<Scope, 'agency' | 'from' | 'until' | 'service'>;

/** Batch by batch: a period of any length takes the room of one. */
export async function* stepDays(database: Database, { agency, from, until, service }: Period): AsyncGenerator<StepDayRow> {
  let after: readonly unknown[] = [BEFORE_ALL, '', '', 0, '', '', ''];
  for (;;) {
    const rows = await database.read<StepDayRow>(STEP_DAYS, [agency.code, from, until, service, ...after, BATCH]);
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < BATCH) return;
    after = [last.day, last.service, last.definition, last.step, last.role, last.section, last.person];
  }
}

export async function* caseDays(database: Database, { agency, from, until, service }: Period): AsyncGenerator<CaseDayRow> {
  let after: readonly unknown[] = [BEFORE_ALL, '', '', ''];
  for (;;) {
    const rows = await database.read<CaseDayRow>(CASE_DAYS, [agency.code, from, until, service, ...after, BATCH]);
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < BATCH) return;
    after = [last.day, last.service, last.definition, last.ending];
  }
}

const HEAD_BYTES = 20;

/** The numbers of an integer array in PostgreSQL's binary form: a head, then length and value of each. */
export function* numbersIn(array: Buffer): Generator<number> {
  for (let at = HEAD_BYTES; at < array.length; at += 8) yield array.readInt32BE(at + 4);
}
