import { Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/principal.js';
import type { Interval, Week } from '../../kernel/working-calendar.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import type { CalendarView } from './calendar.view.js';

/** Reads the working calendar of an agency. */
@Injectable()
export class CalendarService {
  constructor(private readonly registry: DefinitionRegistry) {}

  read({ agency }: Principal): CalendarView {
    const { calendar, unconfirmed } = this.registry.known(agency);
    return {
      agency,
      zone: calendar.zone,
      profiles: calendar.profiles.map(({ week, ...profile }) => ({ ...profile, week: weekView(week) })),
      days: Object.entries(calendar.days).map(([date, { intervals, ...day }]) => ({ date, ...day, hours: intervals.map(hours) })),
      unconfirmed,
    };
  }
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
