import { Injectable } from '@nestjs/common';
import type { ExceptionalDay, LocalDate, WorkingCalendar } from '../kernel/working-calendar.js';
import { compileCalendar } from '../kernel/working-time.js';
import { Database } from '../platform/database/database.js';
import { statement, type Statement, type Tx } from '../platform/database/tx.js';
import { DefinitionRegistry } from './definition-registry.js';

const DAYS = statement('calendar.days', `select date, day from calendar_days where agency = $1`);
const VERSION = statement('calendar.version', `select version from calendar_versions where agency = $1`);
const PUT = statement(
  'calendar.put-day',
  `insert into calendar_days (agency, date, day, changed_by, changed_at) values ($1, $2, $3, $4, $5)
   on conflict (agency, date) do update set day = excluded.day, changed_by = excluded.changed_by, changed_at = excluded.changed_at`,
);
const TAKE_BACK = statement('calendar.take-back', `delete from calendar_days where agency = $1 and date = $2`);
const NEXT_VERSION = statement(
  'calendar.next-version',
  `insert into calendar_versions (agency, version, changed_at) values ($1, 1, $2)
   on conflict (agency) do update set version = calendar_versions.version + 1, changed_at = excluded.changed_at returning version`,
);

/** A change of one date: an exceptional day, an ordinary one (null), or back to what the file says (undefined). */
export type DayChange = ExceptionalDay | null | undefined;

type Read = <Row extends object>(statement: Statement, params: readonly unknown[]) => Promise<Row[]>;

/** The calendars in force: what the files say, and what administrators have changed since. */
@Injectable()
export class Calendars {
  private readonly versions = new Map<string, number>();
  private readonly fromFile = new Map<string, WorkingCalendar>();

  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
  ) {}

  /** Once at start, after the definitions. */
  async load(): Promise<void> {
    for (const { code } of this.registry.agencies()) {
      this.fromFile.set(code, this.registry.known(code).calendar);
      await this.refresh(code);
    }
  }

  /** Another node may have changed the calendar: a command counts by the version that its own transaction sees. */
  async ensure(tx: Tx, agency: string, version: number | null): Promise<void> {
    // On the transaction's own connection: a second one could be what all the others wait for.
    if ((this.versions.get(agency) ?? 0) !== (version ?? 0)) await this.takeUp(agency, (statement, params) => tx.run(statement, params));
  }

  /** Takes up what is in the database now. */
  refresh(agency: string): Promise<void> {
    return this.takeUp(agency, (statement, params) => this.database.read(statement, params));
  }

  private async takeUp(agency: string, read: Read): Promise<void> {
    const [row] = await read<{ version: number }>(VERSION, [agency]);
    const changes = await read<{ date: LocalDate; day: ExceptionalDay | null }>(DAYS, [agency]);
    const file = this.fromFile.get(agency)!;
    const days = { ...file.days };
    for (const { date, day } of changes) {
      if (day) days[date] = day;
      else delete days[date];
    }
    const calendar = { ...file, days };
    this.registry.useCalendar(agency, calendar, compileCalendar(calendar));
    this.versions.set(agency, row?.version ?? 0);
  }

  /** Writes a change and counts the version up; the caller refreshes when it is committed. */
  async change(tx: Tx, agency: string, date: LocalDate, day: DayChange, by: string, now: Date): Promise<number> {
    if (day === undefined) await tx.run(TAKE_BACK, [agency, date]);
    else await tx.run(PUT, [agency, date, day && JSON.stringify(day), by, now]);
    const [row] = await tx.run<{ version: number }>(NEXT_VERSION, [agency, now]);
    return row!.version;
  }
}
