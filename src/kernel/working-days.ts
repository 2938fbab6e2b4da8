import { DAY_MS, dayNumber, MINUTE_MS, offsetsOf, offsetSpans, weekdayOf, type OffsetAt, type OffsetSpan } from './local-time.js';
import type { Interval, Profile, WorkingCalendar } from './working-calendar.js';

const BLOCK_DAYS = 512;
const MAX_EMPTY_BLOCKS = 8;
const MAX_BLOCKS_APART = 150;
const MAX_CACHED_BLOCKS = 300;

/** A calendar that has no working time in the ten years after a moment, so that no deadline can be computed from there. */
export class NoWorkingTime extends Error {
  constructor(day: number) {
    super(`the calendar has no working time in the ten years after ${new Date(day * DAY_MS).toISOString().slice(0, 10)}`);
    this.name = 'NoWorkingTime';
  }
}

/** The working days of about a year and a half as instants, with running sums, so that a search replaces a walk. */
export interface Block {
  readonly index: number;
  /** How many working days it has; a day on which nobody works is not counted, nor listed below. */
  readonly days: number;
  /** Working milliseconds of the whole block. */
  readonly ms: number;
  /** By calendar day of the block: the first working day on it or after it. */
  readonly firstFrom: Int32Array;
  /** By working day: working milliseconds of the block before it (one more entry: those of the block). */
  readonly before: Float64Array;
  /** By working day: where its intervals begin (one more entry: their end). */
  readonly firstInterval: Int32Array;
  readonly opens: Float64Array;
  readonly closes: Float64Array;
  /** By interval: working milliseconds of its own day before it. */
  readonly worked: Float64Array;
}

/** The end of a working day. */
export function closingOf(block: Block, day: number): number {
  return block.closes[block.firstInterval[day + 1]! - 1]!;
}

/** The milliseconds worked on a working day. */
export function lengthOf(block: Block, day: number): number {
  return block.before[day + 1]! - block.before[day]!;
}

/** The working days of a calendar, made when they are first asked for. */
export class WorkingDays {
  private readonly blocks = new Map<number, Block>();
  private readonly exceptions: ReadonlyMap<number, readonly Interval[]>;
  private readonly profiles: readonly { readonly from: number; readonly until: number; readonly week: Profile['week'] }[];
  readonly offsetAt: OffsetAt;

  constructor(calendar: WorkingCalendar) {
    this.offsetAt = offsetsOf(calendar.zone);
    this.exceptions = new Map(Object.entries(calendar.days).map(([date, day]) => [dayOf(date), day.intervals]));
    this.profiles = calendar.profiles
      .map(({ from, until, week }) => ({ from: from ? dayOf(from) : -Infinity, until: until ? dayOf(until) : Infinity, week }))
      .reverse();
  }

  /** The hours of a local day, by its day number. */
  hoursOn(day: number): readonly Interval[] {
    const exception = this.exceptions.get(day);
    if (exception) return exception;
    const profile = this.profiles.find(({ from, until }) => from <= day && day <= until);
    return profile?.week[weekdayOf(day)] ?? [];
  }

  /** Where a local day is to be found: the block and the first working day on that day or after it, which may be the block's end. */
  find(day: number): { block: Block; day: number } {
    const block = this.block(Math.floor(day / BLOCK_DAYS));
    return { block, day: block.firstFrom[day - block.index * BLOCK_DAYS]! };
  }

  /** The next block that has a working day; throws NoWorkingTime, and RangeError more than two centuries after `start`. */
  next(block: Block, start: Block): Block {
    for (let index = block.index + 1; index <= block.index + MAX_EMPTY_BLOCKS; index++) {
      if (index - start.index > MAX_BLOCKS_APART) throw new RangeError('more working time than two centuries have');
      const next = this.block(index);
      if (next.days > 0) return next;
    }
    throw new NoWorkingTime((block.index + 1) * BLOCK_DAYS);
  }

  /** The blocks between two others, in order; throws RangeError when they are more than two centuries apart. */
  *between(first: Block, last: Block): Generator<Block> {
    if (last.index - first.index > MAX_BLOCKS_APART) throw new RangeError('moments more than two centuries apart');
    for (let index = first.index + 1; index < last.index; index++) yield this.block(index);
  }

  private block(index: number): Block {
    const known = this.blocks.get(index);
    if (known) return known;
    if (this.blocks.size >= MAX_CACHED_BLOCKS) this.blocks.clear();
    const made = this.make(index);
    this.blocks.set(index, made);
    return made;
  }

  private make(index: number): Block {
    const first = index * BLOCK_DAYS;
    const spans = offsetSpans(this.offsetAt, (first - 1) * DAY_MS, (first + BLOCK_DAYS + 1) * DAY_MS);
    const firstFrom: number[] = [];
    const before = [0];
    const firstInterval = [0];
    const opens: number[] = [];
    const closes: number[] = [];
    const worked: number[] = [];
    for (let day = first; day < first + BLOCK_DAYS; day++) {
      firstFrom.push(before.length - 1);
      let ms = 0;
      for (const [open, close] of instantsOf(day, this.hoursOn(day), spans)) {
        opens.push(open);
        closes.push(close);
        worked.push(ms);
        ms += close - open;
      }
      if (ms === 0) continue;
      before.push(before.at(-1)! + ms);
      firstInterval.push(opens.length);
    }
    return {
      index,
      days: before.length - 1,
      ms: before.at(-1)!,
      firstFrom: Int32Array.from(firstFrom),
      before: Float64Array.from(before),
      firstInterval: Int32Array.from(firstInterval),
      opens: Float64Array.from(opens),
      closes: Float64Array.from(closes),
      worked: Float64Array.from(worked),
    };
  }
}

/**
 * When the clock on the wall shows these hours: cut at each change of offset, so that an hour that is skipped is not worked,
 * and one that comes twice is worked twice.
 */
function* instantsOf(day: number, hours: readonly Interval[], spans: readonly OffsetSpan[]): Generator<readonly [number, number]> {
  if (hours.length === 0) return;
  for (const span of spans) {
    const midnight = day * DAY_MS - span.offset;
    for (const { from, to } of hours) {
      const open = Math.max(span.from, midnight + from * MINUTE_MS);
      const close = Math.min(span.until, midnight + to * MINUTE_MS);
      if (open < close) yield [open, close];
    }
  }
}

function dayOf(date: string): number {
  const day = dayNumber(date);
  if (day === undefined) throw new RangeError(`no date: ${date}`);
  return day;
}
