import type { WorkingAmount } from './duration.js';
import { DAY_MS, dayNumber, localDate } from './local-time.js';
import type { Interval, LocalDate, WorkingCalendar } from './working-calendar.js';
import { closingOf, lengthOf, WorkingDays, type Block } from './working-days.js';

// A day amount within this of a whole number is that number: below half a millisecond of the longest day, above the noise of doubles.
const NOISE = 1e-9;

/** A moment on the scale of working time: `done` milliseconds of working day `day` of a block are over, less than all of them. */
interface Position {
  readonly block: Block;
  readonly day: number;
  readonly done: number;
}

/**
 * Working time of one calendar, in its own zone (sop/reading: "Time"). A working day (Hari) is a share of each day's own hours;
 * Menit and Jam are milliseconds of working time. Ends are rounded to whole milliseconds, so that adding a day amount in two parts
 * is at most 1 ms off where no day is twice as long as another. Invalid moments and amounts are refused by RangeError.
 */
export class WorkingTime {
  private readonly days: WorkingDays;

  constructor(calendar: WorkingCalendar) {
    this.days = new WorkingDays(calendar);
  }

  /**
   * The deadline: first the days, then the milliseconds, counted from the next opening. What is used up at closing time ends
   * there, not at the next opening; nothing (less than 1 ms) ends where it begins, even outside working hours.
   * Throws NoWorkingTime where ten years have none.
   */
  add(from: Date, amount: Partial<WorkingAmount>): Date {
    const { days = 0, ms = 0 } = amount;
    if (!(days >= 0 && days < Infinity && ms >= 0 && ms < Infinity))
      throw new RangeError(`no amount of working time: ${days} days, ${ms} ms`);
    return new Date(this.addMs(this.addDays(instantOf(from), days), Math.round(ms)));
  }

  /** Whole working days on, as escalation levels that go one up per working day need them. */
  addWorkingDays(from: Date, days: number): Date {
    if (!Number.isInteger(days)) throw new RangeError(`no whole number of days: ${days}`);
    return this.add(from, { days });
  }

  /** The closing of the n-th working day (at least 1) after the date of `from`, which does not count: how a law counts days. */
  endOfWorkingDay(from: Date, n: number): Date {
    if (!(Number.isInteger(n) && n >= 1)) throw new RangeError(`no ordinal of a day: ${n}`);
    const tomorrow = this.days.find(this.dayOf(instantOf(from)) + 1);
    const { block, day } = this.onwards(tomorrow.block, tomorrow.day + n - 1);
    return new Date(closingOf(block, day));
  }

  /** When work begins on the first working day after the date of `at`. Throws NoWorkingTime where ten years have none. */
  openingAfter(at: Date): Date {
    const { block, day } = this.days.find(this.dayOf(instantOf(at)) + 1);
    return new Date(block.opens[block.firstInterval[day]!]!);
  }

  /** What was worked from one moment to the other, in milliseconds and in shares of days; negative when `to` is the earlier one. */
  between(from: Date, to: Date): WorkingAmount {
    const [start, end] = [instantOf(from), instantOf(to)];
    if (end < start) {
      const { days, ms } = this.between(to, from);
      return { days: 0 - days, ms: 0 - ms };
    }
    const [a, b] = [this.settle(start), this.settle(end)];
    let days = b.day - a.day;
    let ms = b.block.before[b.day]! + b.done - a.block.before[a.day]! - a.done;
    if (a.block.index !== b.block.index) {
      days += a.block.days;
      ms += a.block.ms;
      for (const block of this.days.between(a.block, b.block)) {
        days += block.days;
        ms += block.ms;
      }
    }
    return { days: days + (shareOf(b) - shareOf(a)), ms };
  }

  /** Whether somebody works; at the moment of closing nobody does. */
  isOpen(at: Date): boolean {
    const { block, day } = this.settle(instantOf(at));
    if (day === block.days) return false;
    for (let i = block.firstInterval[day]!; i < block.firstInterval[day + 1]!; i++) {
      if (block.opens[i]! <= at.getTime() && at.getTime() < block.closes[i]!) return true;
    }
    return false;
  }

  /** The moment itself when somebody works then, otherwise when work begins next, be it after a break; throws NoWorkingTime. */
  nextOpening(at: Date): Date {
    const instant = instantOf(at);
    const { block, day } = this.locate(instant);
    let i = block.firstInterval[day]!;
    while (block.closes[i]! <= instant) i++;
    return new Date(Math.max(instant, block.opens[i]!));
  }

  /** The hours of a date by the clock on the wall, with holidays and profiles seen to; RangeError for what is no date. */
  intervalsOn(date: LocalDate): readonly Interval[] {
    const day = dayNumber(date);
    if (day === undefined) throw new RangeError(`no date: ${date}`);
    return this.days.hoursOn(day);
  }

  /** The date of a moment in the calendar's zone. */
  dateOf(at: Date): LocalDate {
    return localDate(this.dayOf(instantOf(at)));
  }

  private addMs(from: number, ms: number): number {
    if (ms === 0) return from;
    const start = this.locate(from);
    let block = start.block;
    let target = block.before[start.day]! + start.done + ms;
    while (target > block.ms) {
      target -= block.ms;
      block = this.days.next(block, start.block);
    }
    let low = block === start.block ? start.day : 0;
    let high = block.days - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (block.before[middle + 1]! < target) low = middle + 1;
      else high = middle;
    }
    return instantIn(block, low, target - block.before[low]!);
  }

  private addDays(from: number, days: number): number {
    if (days === 0) return from;
    const start = this.locate(from);
    const length = lengthOf(start.block, start.day);
    if (days * length < 1) return from;
    let target = start.done / length + days;
    if (Math.abs(target - Math.round(target)) < NOISE) target = Math.round(target);
    const last = Math.ceil(target) - 1;
    const { block, day } = this.onwards(start.block, start.day + last);
    return instantIn(block, day, Math.round((target - last) * lengthOf(block, day)));
  }

  /** The working day that many after the first one of a block. */
  private onwards(start: Block, days: number): { block: Block; day: number } {
    let block = start;
    let day = days;
    while (day >= block.days) {
      day -= block.days;
      block = this.days.next(block, start);
    }
    return { block, day };
  }

  /** The working day on which work goes on at a moment, or after it. */
  private locate(at: number): Position {
    const position = this.settle(at);
    return position.day < position.block.days ? position : { block: this.days.next(position.block, position.block), day: 0, done: 0 };
  }

  /** Like locate, but stops at the end of the block: what is over can be measured where a calendar has no more to come. */
  private settle(at: number): Position {
    const utc = Math.floor(at / DAY_MS);
    // The local date is at most one off the date in UTC, and may lie in another block.
    let { block, day } = this.days.find(utc - 1);
    const last = this.days.find(utc + 1).block;
    while (day < block.days && closingOf(block, day) <= at) day++;
    if (day === block.days && block.index !== last.index) {
      block = last;
      day = 0;
      while (day < block.days && closingOf(block, day) <= at) day++;
    }
    if (day === block.days) return { block, day, done: 0 };
    let i = block.firstInterval[day]!;
    while (block.closes[i]! <= at) i++;
    return { block, day, done: block.worked[i]! + Math.max(0, at - block.opens[i]!) };
  }

  private dayOf(at: number): number {
    return Math.floor((at + this.days.offsetAt(at)) / DAY_MS);
  }
}

/** Makes a calendar ready to compute with; keep it, for it remembers the days it has seen. RangeError for an unknown zone. */
export function compileCalendar(calendar: WorkingCalendar): WorkingTime {
  return new WorkingTime(calendar);
}

function shareOf({ block, day, done }: Position): number {
  return done === 0 ? 0 : done / lengthOf(block, day);
}

function instantIn(block: Block, day: number, done: number): number {
  let i = block.firstInterval[day]!;
  while (block.worked[i]! + block.closes[i]! - block.opens[i]! < done) i++;
  return block.opens[i]! + done - block.worked[i]!;
}

function instantOf(at: Date): number {
  const instant = at.getTime();
  if (Number.isNaN(instant)) throw new RangeError('no moment: an invalid date');
  return instant;
}
