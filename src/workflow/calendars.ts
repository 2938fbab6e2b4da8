import { Injectable, Logger } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { changedCalendar, firstDifference, type CodedCalendar } from '../kernel/changed-calendar.js';
import { Clock } from '../kernel/clock.js';
import { DAY_MS, dayNumber } from '../kernel/local-time.js';
import { refusal } from '../kernel/refusal.js';
import type { ExceptionalDay, LocalDate, Profile, WorkingCalendar } from '../kernel/working-calendar.js';
import { compileCalendar } from '../kernel/working-time.js';
import { Audit } from '../platform/audit/audit.js';
import { Database } from '../platform/database/database.js';
import type { Statement, Tx } from '../platform/database/tx.js';
import { Listener } from '../platform/queue/listener.js';
import {
  CALENDAR_CHANNEL,
  CALENDAR_VERSION,
  KEEP_CHANGE,
  LOCK_CALENDAR,
  MARK_STALE,
  NEXT_VERSION,
  PUT_DAYS,
  PUT_PROFILE,
  READ_CALENDAR,
  TAKE_BACK_DAYS,
  TAKE_BACK_PROFILE,
  TAKE_UP_FILE,
} from './calendar-statements.js';
import { DefinitionRegistry } from './definition-registry.js';

export const calendarStale = refusal('stale', 'VERSION_STALE', {
  id: 'Kalender sudah berubah sejak dibaca (sekarang versi {version}).',
  en: 'The calendar has changed since it was read (it is at version {version} now).',
});

/** A change of one date: an exceptional day, an ordinary one (null), or back to what the file says (undefined). */
export type DayChange = ExceptionalDay | null | undefined;

/** What is to be changed; a profile that is undefined is again what the file says, or gone. */
export interface CalendarEdit {
  readonly days?: ReadonlyMap<LocalDate, DayChange>;
  readonly profiles?: ReadonlyMap<string, Profile | undefined>;
}

/** Who set something, and when (RFC 3339). */
export interface SetBy {
  readonly by: string;
  readonly at: string;
}

/** A calendar in force, with what it was made of. */
export interface CalendarState {
  readonly version: number;
  readonly file: WorkingCalendar;
  readonly days: ReadonlyMap<LocalDate, SetBy & { readonly day: ExceptionalDay | null }>;
  readonly profiles: ReadonlyMap<string, SetBy & { readonly profile: Profile }>;
  readonly calendar: CodedCalendar;
}

/** One thing that a change has changed, as it is kept. */
export interface KeptChange {
  readonly kind: 'day' | 'profile' | 'file';
  /** Date or code. */
  readonly key: string;
  readonly before: object | null;
  readonly after: object | null;
}

/** Who asks for a change, and by which version of the calendar. */
export interface ChangeRequest {
  readonly agency: string;
  readonly actor: { readonly id: string; readonly name: string };
  readonly version?: number | undefined;
  /** What to change, seeing what is there; nobody else changes it meanwhile. */
  readonly edit: (now: CalendarState) => CalendarEdit;
  /** Refuses what may not be in force. */
  readonly check: (before: CalendarState, after: CalendarState) => void;
}

/** The calendars in force: what the files say, and what administrators have changed since. */
@Injectable()
export class Calendars {
  private readonly logger = new Logger('Calendars');
  private readonly states = new Map<string, CalendarState>();
  private readonly files = new Map<string, WorkingCalendar>();

  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
    private readonly clock: Clock,
    private readonly listener: Listener,
    private readonly audit: Audit,
  ) {}

  /** Once at start, after the definitions; from then on every change is heard of, on whichever node it was made. */
  async load(): Promise<void> {
    for (const { code } of this.registry.agencies()) {
      const { calendar } = this.registry.known(code);
      this.files.set(code, calendar);
      const sha256 = createHash('sha256').update(JSON.stringify(calendar)).digest('hex');
      const kept: KeptChange[] = [{ kind: 'file', key: this.registry.agency(code).calendar, before: null, after: null }];
      await this.database.transaction((tx) => tx.run(TAKE_UP_FILE, [code, this.clock.now(), sha256, JSON.stringify(kept)]));
    }
    await this.listener.on(
      CALENDAR_CHANNEL,
      (agency) => void (this.files.has(agency) && this.hear(agency)),
      () => this.files.forEach((_, agency) => void this.hear(agency)),
    );
    for (const agency of this.files.keys()) await this.refresh(agency);
  }

  /**
   * A command counts by the version that its own transaction sees, whatever this node has heard of: the version as it read it, or none
   * if it has not read it yet.
   */
  async ensure(tx: Tx, agency: string, version?: number | null): Promise<void> {
    // On the transaction's own connection: a second one could be what all the others wait for.
    const read = (statement: Statement) => tx.run<CalendarRow>(statement, [agency]);
    const wanted = version === undefined ? ((await read(CALENDAR_VERSION))[0]?.version ?? 0) : (version ?? 0);
    if ((this.states.get(agency)?.version ?? 0) < wanted) this.takeUp(agency, await read(READ_CALENDAR));
  }

  /** Takes up what is in the database now. */
  async refresh(agency: string): Promise<CalendarState> {
    this.takeUp(agency, await this.database.run<CalendarRow>(READ_CALENDAR, [agency]));
    return this.states.get(agency)!;
  }

  /** What an edit would make of the calendar, which is locked until the end of the transaction; nothing is written. */
  async preview(
    tx: Tx,
    agency: string,
    version: number | undefined,
    edit: ChangeRequest['edit'],
  ): Promise<{ readonly before: CalendarState; readonly after: CalendarState; readonly edit: CalendarEdit }> {
    const [locked] = await tx.run<{ version: number }>(LOCK_CALENDAR, [agency, this.clock.now()]);
    if (version !== undefined && version !== locked!.version) throw calendarStale({ version: locked!.version });
    const before = this.stateOf(agency, await tx.run<CalendarRow>(READ_CALENDAR, [agency]));
    const wanted = edit(before);
    return { before, after: edited(before, wanted), edit: wanted };
  }

  /** Makes a change and keeps it; the caller lets the deadlines follow when it is committed. Refused when `version` is not the present one. */
  async change(tx: Tx, { agency, actor, version, edit, check }: ChangeRequest): Promise<{ version: number; changes: KeptChange[] }> {
    const now = this.clock.now();
    const [locked] = await tx.run<{ version: number }>(LOCK_CALENDAR, [agency, now]);
    const present = locked!.version;
    if (version !== undefined && version !== present) throw calendarStale({ version: present });
    const before = this.stateOf(agency, await tx.run<CalendarRow>(READ_CALENDAR, [agency]));
    const { days = new Map<string, DayChange>(), profiles = new Map<string, Profile | undefined>() } = edit(before);
    const back = [...days].filter(([, day]) => day === undefined).map(([date]) => date);
    if (back.length > 0) await tx.run(TAKE_BACK_DAYS, [agency, back]);
    const put = [...days].filter(([, day]) => day !== undefined);
    // prettier-ignore
    if (put.length > 0) await tx.run(PUT_DAYS, [
      agency, put.map(([date]) => date), put.map(([, day]) => day && JSON.stringify(day)), actor.id, actor.name, now,
    ]);
    for (const [code, profile] of profiles) {
      if (!profile) await tx.run(TAKE_BACK_PROFILE, [agency, code]);
      else await tx.run(PUT_PROFILE, [agency, code, JSON.stringify(profile), actor.id, actor.name, now]);
    }
    const after = this.stateOf(agency, await tx.run<CalendarRow>(READ_CALENDAR, [agency]));
    check(before, after);
    const every = [
      ...[...days.keys()].map((date) => kept('day', date, before.calendar.days[date], after.calendar.days[date])),
      ...[...profiles.keys()].map((code) => kept('profile', code, profileOf(before, code), profileOf(after, code))),
    ];
    // What is as it was is no change: nobody's If-Match fails for it.
    const changes = every.filter(({ before: old, after: now }) => !isDeepStrictEqual(old, now));
    if (changes.length === 0) return { version: present, changes };
    const [next] = await tx.run<{ version: number }>(NEXT_VERSION, [agency, now]);
    await tx.run(KEEP_CHANGE, [agency, next!.version, now, actor.id, actor.name, JSON.stringify(changes)]);
    await tx.run(MARK_STALE, [agency, staleFrom(before.calendar, after.calendar)]);
    const data = { version: next!.version, changes: changes.map(({ kind, key }) => ({ kind, key })) };
    await this.audit.note(tx, { agency, kind: 'calendar-changed', actor, data });
    return { version: next!.version, changes };
  }

  private async hear(agency: string): Promise<void> {
    await this.refresh(agency).catch((error: Error) => this.logger.warn(`${agency}: ${error.message}`));
  }

  /** Never an older one: what was read first may arrive last. */
  private takeUp(agency: string, rows: readonly CalendarRow[]): void {
    const known = this.states.get(agency);
    if (known && known.version >= (rows[0]?.version ?? 0)) return;
    const state = this.stateOf(agency, rows);
    this.states.set(agency, state);
    this.registry.useCalendar(agency, state.calendar, compileCalendar(state.calendar));
  }

  private stateOf(agency: string, [row]: readonly CalendarRow[]): CalendarState {
    const file = this.files.get(agency)!;
    const days = new Map((row?.days ?? []).map(({ date, day, by, at }) => [date, { day, by, at: new Date(at).toISOString() }]));
    const profiles = new Map(
      (row?.profiles ?? []).map(({ code, profile, by, at }) => [code, { profile, by, at: new Date(at).toISOString() }]),
    );
    const changes = {
      days: new Map([...days].map(([date, { day }]) => [date, day])),
      profiles: new Map([...profiles].map(([code, { profile }]) => [code, profile])),
    };
    return { version: row?.version ?? 0, file, days, profiles, calendar: changedCalendar(file, changes) };
  }
}

interface CalendarRow {
  readonly version: number;
  readonly days: readonly { readonly date: LocalDate; readonly day: ExceptionalDay | null; readonly by: string; readonly at: string }[];
  readonly profiles: readonly { readonly code: string; readonly profile: Profile; readonly by: string; readonly at: string }[];
}

function profileOf({ calendar }: CalendarState, code: string): Profile | undefined {
  return calendar.profiles.find((profile) => profile.code === code);
}

function kept(kind: KeptChange['kind'], key: string, before: object | undefined, after: object | undefined): KeptChange {
  return { kind, key, before: before ?? null, after: after ?? null };
}

/** A calendar as an edit would leave it; who has set what is not of interest here. */
function edited(state: CalendarState, { days = new Map(), profiles = new Map() }: CalendarEdit): CalendarState {
  const after = {
    days: new Map([...state.days].map(([date, { day }]) => [date, day])),
    profiles: new Map([...state.profiles].map(([code, { profile }]) => [code, profile])),
  };
  for (const [date, day] of days) {
    if (day === undefined) after.days.delete(date);
    else after.days.set(date, day);
  }
  for (const [code, profile] of profiles) {
    if (profile === undefined) after.profiles.delete(code);
    else after.profiles.set(code, profile);
  }
  return { ...state, calendar: changedCalendar(state.file, after) };
}

/** Deadlines before this moment cannot have moved; null: none has. A day earlier than the date, whatever the zone. */
function staleFrom(before: WorkingCalendar, after: WorkingCalendar): Date | null {
  const date = firstDifference(before, after);
  return date === undefined ? null : new Date(Math.max(0, (dayNumber(date)! - 1) * DAY_MS));
}
