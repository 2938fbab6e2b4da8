import type { WorkingAmount } from '../duration.js';
import type { Interval, WorkingCalendar } from '../working-calendar.js';

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
/** Shares of days are summed up minute by minute; what is less than this is the noise of it. */
const NOISE = 1e-9;

interface WallClock {
  readonly date: string;
  readonly minute: number;
}

/** What the wall shows is kept for all oracles of a zone: asking for it is by far the slowest part. */
const WALL_CLOCKS = new Map<string, Map<number, WallClock>>();

/**
 * Working time as slowly and as plainly as possible: minute by minute, asking the clock on the wall whether somebody works.
 * It shares no code with what it judges. For zones that are whole minutes off UTC and change on a quarter of an hour.
 */
export class WorkingTimeOracle {
  private readonly wallClocks: Map<number, WallClock>;
  private readonly hours = new Map<string, readonly Interval[]>();
  private readonly lengths = new Map<string, number>();
  private readonly format: Intl.DateTimeFormat;

  constructor(private readonly calendar: WorkingCalendar) {
    this.wallClocks = WALL_CLOCKS.get(calendar.zone) ?? new Map<number, WallClock>();
    WALL_CLOCKS.set(calendar.zone, this.wallClocks);
    this.format = new Intl.DateTimeFormat('sv-SE', { timeZone: calendar.zone, dateStyle: 'short', timeStyle: 'short' });
  }

  add(from: Date, { days, ms }: WorkingAmount): Date {
    return this.addMs(this.addDays(from, days), ms);
  }

  between(from: Date, to: Date): WorkingAmount {
    const sum = { days: 0, ms: 0 };
    for (let at = from.getTime(); at < to.getTime(); at = minuteAfter(at)) {
      if (!this.isOpen(at)) continue;
      const worked = Math.min(minuteAfter(at), to.getTime()) - at;
      sum.ms += worked;
      sum.days += worked / this.lengthOf(this.wallClock(at).date);
    }
    return sum;
  }

  isOpen(at: number): boolean {
    const { date, minute } = this.wallClock(at);
    return this.hoursOn(date).some(({ from, to }) => from <= minute && minute < to);
  }

  private addMs(from: Date, ms: number): Date {
    let left = ms;
    let at = from.getTime();
    while (left > 0) {
      const next = minuteAfter(at);
      if (this.isOpen(at)) {
        if (left <= next - at) return new Date(at + left);
        left -= next - at;
      }
      at = next;
    }
    return new Date(at);
  }

  private addDays(from: Date, days: number): Date {
    let left = days;
    let at = from.getTime();
    while (left > NOISE) {
      const next = minuteAfter(at);
      if (this.isOpen(at)) {
        const length = this.lengthOf(this.wallClock(at).date);
        const share = (next - at) / length;
        if (left <= share + NOISE) return new Date(Math.min(next, Math.round(at + left * length)));
        left -= share;
      }
      at = next;
    }
    return new Date(at);
  }

  /** Working milliseconds of a date: it is begun at most 14 hours before its midnight in UTC, and over at most 12 hours after its end. */
  private lengthOf(date: string): number {
    const known = this.lengths.get(date);
    if (known !== undefined) return known;
    const midnight = Date.parse(`${date}T00:00:00Z`);
    let length = 0;
    for (let at = midnight - 14 * 60 * MINUTE; at < midnight + 37 * 60 * MINUTE; at += MINUTE) {
      if (this.wallClock(at).date === date && this.isOpen(at)) length += MINUTE;
    }
    this.lengths.set(date, length);
    return length;
  }

  private hoursOn(date: string): readonly Interval[] {
    const known = this.hours.get(date);
    if (known) return known;
    const hours = this.lookUp(date);
    this.hours.set(date, hours);
    return hours;
  }

  private lookUp(date: string): readonly Interval[] {
    const exception = this.calendar.days[date];
    if (exception) return exception.intervals;
    const covering = this.calendar.profiles.filter(({ from = '0000', until = '9999' }) => from <= date && date <= until);
    const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() || 7) as 1 | 2 | 3 | 4 | 5 | 6 | 7;
    return covering.at(-1)?.week[weekday] ?? [];
  }

  private wallClock(at: number): WallClock {
    const quarter = Math.floor(at / QUARTER) * QUARTER;
    let known = this.wallClocks.get(quarter);
    if (!known) {
      const [date = '', time = ''] = this.format.format(quarter).split(' ');
      known = { date, minute: Number(time.slice(0, 2)) * 60 + Number(time.slice(3)) };
      this.wallClocks.set(quarter, known);
    }
    return { date: known.date, minute: known.minute + Math.floor((at - quarter) / MINUTE) };
  }
}

function minuteAfter(at: number): number {
  return (Math.floor(at / MINUTE) + 1) * MINUTE;
}
