/** Minutes since midnight, half open: 07:30 to 12:00 is [450, 720). */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** A calendar date in the office's own zone, "2026-11-23". */
export type LocalDate = string;

/** The ordinary working hours of a week, by ISO weekday (1 Monday to 7 Sunday); a missing day is a free day. */
export type Week = Readonly<Partial<Record<1 | 2 | 3 | 4 | 5 | 6 | 7, readonly Interval[]>>>;

/** Working hours that hold for a time, such as Ramadan; `until` is the last day. The last profile that covers a date wins. */
export interface Profile {
  /** What it is called in addresses; made from the name where the file says none. */
  readonly code?: string;
  readonly name: string;
  /** Where the office has this from. */
  readonly source?: string;
  /** False: expected, and still to be confirmed by an administrator. */
  readonly confirmed?: boolean;
  readonly from?: LocalDate;
  readonly until?: LocalDate;
  readonly week: Week;
}

/** One date that is not as its weekday would have it; no intervals: closed. */
export interface ExceptionalDay {
  readonly kind: 'holiday' | 'joint-leave' | 'closed' | 'short' | 'extra';
  readonly name: string;
  readonly intervals: readonly Interval[];
  /** Where the office has this from. */
  readonly source?: string;
  /** False: expected, and still to be confirmed by an administrator. */
  readonly confirmed?: boolean;
}

/** When an office works. */
export interface WorkingCalendar {
  /** IANA zone. */
  readonly zone: string;
  readonly profiles: readonly Profile[];
  readonly days: Readonly<Record<LocalDate, ExceptionalDay>>;
}
