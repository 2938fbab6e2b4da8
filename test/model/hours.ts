import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** Working time that the model counts: whole days by their own hours, and milliseconds. */
export interface Amount {
  readonly days: number;
  readonly ms: number;
}

type Span = readonly [from: number, until: number];
type Hours = string[] | { readonly hours: string; readonly breaks?: string[] };

interface CalendarFile {
  readonly profiles: readonly { readonly from?: string; readonly until?: string; readonly week: Readonly<Record<string, Hours>> }[];
  readonly days: Readonly<Record<string, { readonly intervals?: string[] } | null>>;
}

const DAY = 86_400_000;
const MINUTE = 60_000;
const NAMES = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/**
 * An independent calculator of working time: it walks from day to day and adds, with no index and no cache of sums. It reads the shipped
 * calendar file itself, and shares nothing with `src/kernel/working-time.ts`. Zones are fixed offsets, as they are in Indonesia.
 */
export class OfficeHours {
  private readonly file: CalendarFile;
  private readonly changed = new Map<string, Span[] | undefined>();
  private readonly known = new Map<number, Span[]>();

  constructor(
    file: string,
    private readonly offset: number,
  ) {
    this.file = parse(readFileSync(file, 'utf8')) as CalendarFile;
  }

  /** A date without working hours, as an administrator sets it. */
  close(date: string): void {
    this.change(date, []);
  }

  /** The date is again what the file says. */
  takeBack(date: string): void {
    this.changed.delete(date);
    this.known.clear();
  }

  isChanged(date: string): boolean {
    return this.changed.has(date);
  }

  dateOf(at: number): string {
    return new Date(at + this.offset).toISOString().slice(0, 10);
  }

  /** When work begins on the first working day from that date on. */
  opening(date: string): number {
    for (let day = this.dayOf(Date.parse(date) - this.offset); ; day++) {
      const [first] = this.spans(day);
      if (first) return first[0];
    }
  }

  isOpen(at: number): boolean {
    return this.spans(this.dayOf(at)).some(([from, until]) => from <= at && at < until);
  }

  add(from: number, { days, ms }: Amount): number {
    return this.addMs(days > 0 ? this.addDays(from, days) : from, Math.round(ms));
  }

  between(from: number, to: number): Amount {
    let [days, ms] = [0, 0];
    for (let day = this.dayOf(from); day <= this.dayOf(to); day++) {
      const spans = this.spans(day);
      const worked = spans.reduce((sum, [open, close]) => sum + Math.max(0, Math.min(close, to) - Math.max(open, from)), 0);
      if (worked === 0) continue;
      ms += worked;
      days += worked / length(spans);
    }
    return { days, ms };
  }

  /** The closing of the n-th working day after the date of a moment. */
  closing(at: number, n: number): number {
    for (let day = this.dayOf(at) + 1, left = n; ; day++) {
      const last = this.spans(day).at(-1);
      if (last && --left === 0) return last[1];
    }
  }

  private addDays(from: number, days: number): number {
    let day = this.dayOf(from);
    while (!this.spans(day).some(([, close]) => close > from)) day++;
    const done = this.spans(day).reduce((sum, [open, close]) => sum + Math.max(0, Math.min(close, from) - open), 0);
    let target = done / length(this.spans(day)) + days;
    while (target > 1 + 1e-9) {
      target -= 1;
      do day++;
      while (this.spans(day).length === 0);
    }
    let left = Math.round(target * length(this.spans(day)));
    for (const [open, close] of this.spans(day)) {
      if (left <= close - open) return open + left;
      left -= close - open;
    }
    return this.spans(day).at(-1)![1];
  }

  private addMs(from: number, ms: number): number {
    if (ms <= 0) return from;
    let left = ms;
    for (let day = this.dayOf(from); ; day++) {
      for (const [open, close] of this.spans(day)) {
        const start = Math.max(open, from);
        if (close <= start) continue;
        if (left <= close - start) return start + left;
        left -= close - start;
      }
    }
  }

  private change(date: string, spans: Span[]): void {
    this.changed.set(date, spans);
    this.known.clear();
  }

  private dayOf(at: number): number {
    return Math.floor((at + this.offset) / DAY);
  }

  /** The hours of a local day as moments. */
  private spans(day: number): Span[] {
    const known = this.known.get(day);
    if (known) return known;
    const midnight = day * DAY - this.offset;
    const made = this.minutes(day).map(([from, until]): Span => [midnight + from * MINUTE, midnight + until * MINUTE]);
    this.known.set(day, made);
    return made;
  }

  private minutes(day: number): Span[] {
    const date = new Date(day * DAY).toISOString().slice(0, 10);
    const changed = this.changed.get(date);
    if (changed) return changed;
    const exception = this.file.days[date];
    if (exception) return (exception.intervals ?? []).map(span);
    const holds = this.file.profiles.filter(({ from, until }) => (!from || from <= date) && (!until || date <= until));
    const profile = holds.find(({ from, until }) => from && until) ?? holds.find(({ from }) => from) ?? holds[0];
    return profile ? ofWeek(profile.week, new Date(day * DAY).getUTCDay()) : [];
  }
}

function length(spans: readonly Span[]): number {
  return spans.reduce((sum, [from, until]) => sum + until - from, 0);
}

function ofWeek(week: Readonly<Record<string, Hours>>, weekday: number): Span[] {
  for (const [name, hours] of Object.entries(week)) {
    const [first, last = first] = name.split('-').map((each) => NAMES.indexOf(each));
    if (weekday < first! || weekday > last!) continue;
    if (Array.isArray(hours)) return hours.map(span);
    const whole = span(hours.hours);
    const breaks = (hours.breaks ?? []).map(span);
    const edges = [whole[0], ...breaks.flat(), whole[1]];
    return edges.flatMap((edge, i) => (i % 2 === 0 ? [[edge, edges[i + 1]!] as const] : []));
  }
  return [];
}

function span(text: string): Span {
  const [from, until] = text.split('-').map((time) => {
    const [hour, minute] = time.split(':').map(Number);
    return hour! * 60 + minute!;
  });
  return [from!, until!];
}
