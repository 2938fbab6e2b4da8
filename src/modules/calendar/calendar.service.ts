import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { dayNumber } from '../../kernel/local-time.js';
import { parseCalendar } from '../../kernel/parse-calendar.js';
import type { Principal } from '../../kernel/principal.js';
import { refusal } from '../../kernel/refusal.js';
import type { ExceptionalDay, Interval, Week } from '../../kernel/working-calendar.js';
import type { ApiCommand } from '../../platform/api/command-of.js';
import { inputInvalid } from '../../platform/api/problem.js';
import { Commands } from '../../platform/idempotency/commands.js';
import { Calendars, type DayChange } from '../../workflow/calendars.js';
import { Deadlines } from '../../workflow/deadlines.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import type { CalendarChangeView, CalendarView } from './calendar.view.js';
import type { ChangeDayInput } from './change-day.input.js';

export const dateInvalid = refusal('malformed', 'DATE_INVALID', {
  id: '"{date}" bukan tanggal seperti 2026-12-24.',
  en: '"{date}" is no date such as 2026-12-24.',
});

/** More than anybody reads at once; the number of all stands beside it. */
const TOLD = 1000;

/** Reads and changes the working calendar of an agency. */
@Injectable()
export class CalendarService {
  constructor(
    private readonly registry: DefinitionRegistry,
    private readonly calendars: Calendars,
    private readonly deadlines: Deadlines,
    private readonly commands: Commands,
    private readonly clock: Clock,
  ) {}

  async read({ agency }: Principal): Promise<CalendarView> {
    await this.calendars.refresh(agency);
    const { calendar, unconfirmed } = this.registry.known(agency);
    return {
      agency,
      zone: calendar.zone,
      profiles: calendar.profiles.map(({ week, ...profile }) => ({ ...profile, week: weekView(week) })),
      days: Object.entries(calendar.days).map(([date, day]) => ({ date, ...dayView(day) })),
      unconfirmed,
    };
  }

  change(command: ApiCommand, date: string, { kind = 'holiday', ...day }: ChangeDayInput): Promise<CalendarChangeView> {
    mustBeDate(date);
    return this.apply(command, date, kind === 'ordinary' ? null : this.checked(command.principal, date, { kind, ...day }));
  }

  takeBack(command: ApiCommand, date: string): Promise<CalendarChangeView> {
    mustBeDate(date);
    return this.apply(command, date, undefined);
  }

  /** The change first, by itself; then the deadlines, batch by batch: a crash in between leaves a change that can be sent again. */
  private async apply(command: ApiCommand, date: string, day: DayChange): Promise<CalendarChangeView> {
    const { agency, id } = command.principal;
    const { version } = await this.commands.run(command, async (tx) => ({
      version: await this.calendars.change(tx, agency, date, day, id, this.clock.now()),
    }));
    await this.calendars.refresh(agency);
    const moved = await this.deadlines.recompute(agency);
    const now = this.registry.known(agency).calendar.days[date];
    return { date, day: now ? dayView(now) : null, version, moved: moved.length, tasks: moved.slice(0, TOLD) };
  }

  /** The same checks as for a calendar's file. */
  private checked({ agency }: Principal, date: string, day: object): ExceptionalDay {
    const { zone } = this.registry.known(agency).calendar;
    const given = Object.fromEntries(Object.entries(day).filter(([, value]) => value !== undefined));
    const parsed = parseCalendar({ profiles: [{ name: '-', week: { mon: ['08:00-09:00'] } }], days: { [date]: given } }, zone);
    if (!parsed.ok) {
      throw inputInvalid(
        {},
        parsed.problems.map(({ pointer, detail }) => ({ pointer: pointer.replace(`/days/${date}`, ''), detail })),
      );
    }
    return parsed.calendar.days[date]!;
  }
}

function mustBeDate(date: string): void {
  if (dayNumber(date) === undefined) throw dateInvalid({ date: date.slice(0, 40) });
}

function dayView({ intervals, ...day }: ExceptionalDay): object {
  return { ...day, hours: intervals.map(hours) };
}

function weekView(week: Week): Record<string, string[]> {
  return Object.fromEntries(Object.entries(week).map(([day, intervals]) => [day, intervals.map(hours)]));
}

function hours({ from, to }: Interval): string {
  return `${clock(from)}-${clock(to)}`;
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
