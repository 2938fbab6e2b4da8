import { Injectable } from '@nestjs/common';
import { firstDifference } from '../kernel/changed-calendar.js';
import { Clock } from '../kernel/clock.js';
import { newId } from '../kernel/ids.js';
import type { LocalDate } from '../kernel/working-calendar.js';
import { Audit } from '../platform/audit/audit.js';
import { Database } from '../platform/database/database.js';
import { statement, type Tx } from '../platform/database/tx.js';
import { dateIn } from '../platform/numbering/number-format.js';
import type { CalendarEdit, CalendarState } from './calendars.js';
import { DefinitionRegistry } from './definition-registry.js';

/** More numbers than anybody reads; how many there are in all is counted. */
const MOST_NAMED = 100;

const TOUCHED = statement(
  'calendar.touched',
  `select number, count(*) over ()::int as total from applications
    where agency = $1 and opened_at <= $2 and coalesce(closed_at, 'infinity') >= $3::timestamptz
    order by number limit ${MOST_NAMED}`,
);
const PROPOSE = statement(
  'calendar.propose',
  `insert into calendar_proposals (agency, id, proposed_at, proposed_by, proposed_by_name, source, first_date, edit, applications, first_applications)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning *`,
);
const LOCK = statement('calendar.lock-proposal', `select * from calendar_proposals where agency = $1 and id = $2 for update`);
const DECIDE = statement(
  'calendar.decide-proposal',
  `update calendar_proposals set decision = $3, decided_at = $4, decided_by = $5, decided_by_name = $6, version = $7
    where agency = $1 and id = $2 returning *`,
);
const LIST = statement('calendar.proposals', `select * from calendar_proposals where agency = $1 and id < $2 order by id desc limit $3`);
const CORRECTIONS = statement(
  'calendar.corrections',
  `select * from calendar_proposals where agency = $1 and decision = 'approved' and first_date <= $3 and decided_at >= $2::date
    order by decided_at`,
);

interface Person {
  readonly id: string;
  readonly name: string;
}

/** A change of today's calendar or of the past that waits for a second person, or did. */
export interface ProposalRow {
  readonly agency: string;
  readonly id: string;
  readonly proposed_at: Date;
  readonly proposed_by: string;
  readonly proposed_by_name: string;
  readonly source: string;
  /** The first date on which it changes the hours. */
  readonly first_date: LocalDate;
  readonly edit: KeptEdit;
  /** How many applications were open on that date or since. */
  readonly applications: number;
  readonly first_applications: readonly string[];
  readonly decision: 'approved' | 'rejected' | null;
  readonly decided_at: Date | null;
  readonly decided_by_name: string | null;
  readonly version: number | null;
}

/** An edit as JSON keeps it; `undefined` (back to the file) is written as "file". */
interface KeptEdit {
  readonly days: readonly (readonly [LocalDate, object | null | 'file'])[];
  readonly profiles: readonly (readonly [string, object | 'file'])[];
}

/** Keeps the changes of time that has passed until a second person has approved them, and what they touched. */
@Injectable()
export class CalendarProposals {
  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
    private readonly clock: Clock,
    private readonly audit: Audit,
  ) {}

  /** The first date whose hours a change alters, if that is today or earlier: time that has passed would count otherwise. */
  passedDate(agency: string, before: CalendarState, after: CalendarState): LocalDate | undefined {
    const date = firstDifference(before.calendar, after.calendar);
    return date !== undefined && date <= dateIn(this.clock.now(), this.registry.agency(agency).timeZone) ? date : undefined;
  }

  async propose(
    tx: Tx,
    proposal: {
      readonly agency: string;
      readonly actor: Person;
      readonly source: string;
      readonly date: LocalDate;
      readonly edit: CalendarEdit;
    },
  ): Promise<ProposalRow> {
    const { agency, actor, source, date, edit } = proposal;
    const now = this.clock.now();
    const touched = await tx.run<{ number: string; total: number }>(TOUCHED, [agency, now, startOf(date)]);
    const numbers = touched.map(({ number }) => number);
    const total = touched[0]?.total ?? 0;
    // prettier-ignore
    const [row] = await tx.run<ProposalRow>(PROPOSE, [
      agency, newId(now), now, actor.id, actor.name, source, date, JSON.stringify(keptEdit(edit)), total, JSON.stringify(numbers),
    ]);
    const data = { proposal: row!.id, firstDate: date, source, applications: total, firstApplications: numbers };
    await this.audit.note(tx, { agency, kind: 'calendar-proposed', actor, data });
    return row!;
  }

  /** Locked until the end of the transaction; undefined where there is none. */
  async lock(tx: Tx, agency: string, id: string): Promise<ProposalRow | undefined> {
    return (await tx.run<ProposalRow>(LOCK, [agency, id]))[0];
  }

  async decide(
    tx: Tx,
    { agency, id, ...row }: ProposalRow,
    actor: Person,
    decision: 'approved' | 'rejected',
    version: number | null,
  ): Promise<ProposalRow> {
    const [decided] = await tx.run<ProposalRow>(DECIDE, [agency, id, decision, this.clock.now(), actor.id, actor.name, version]);
    const data = { proposal: id, firstDate: row.first_date, source: row.source, applications: row.applications, version };
    await this.audit.note(tx, { agency, kind: `calendar-${decision}`, actor, data });
    return decided!;
  }

  /** The newest first, from before an id. */
  list(agency: string, before: string, limit: number): Promise<readonly ProposalRow[]> {
    return this.database.run<ProposalRow>(LIST, [agency, before, limit]);
  }

  /** Changes of passed time that bear on a period: a report over it counts otherwise than it did. */
  corrections(agency: string, from: LocalDate, until: LocalDate): Promise<readonly ProposalRow[]> {
    return this.database.run<ProposalRow>(CORRECTIONS, [agency, from, until]);
  }
}

/** The edit of a proposal, as `Calendars.change` takes it. */
export function editOf({ edit }: ProposalRow): CalendarEdit {
  const back = <T>(value: object | null | 'file') => (value === 'file' ? undefined : value) as T;
  return {
    days: new Map(edit.days.map(([date, day]) => [date, back(day)])),
    profiles: new Map(edit.profiles.map(([code, profile]) => [code, back(profile)])),
  };
}

function keptEdit({ days, profiles }: CalendarEdit): KeptEdit {
  return {
    days: [...(days ?? [])].map(([date, day]) => [date, day === undefined ? 'file' : day]),
    profiles: [...(profiles ?? [])].map(([code, profile]) => [code, profile ?? 'file']),
  };
}

/** A day early, whatever the zone: rather one application too many than one too few. */
function startOf(date: LocalDate): Date {
  return new Date(new Date(`${date < '1970-01-02' ? '1970-01-02' : date}T00:00:00Z`).getTime() - 86_400_000);
}
