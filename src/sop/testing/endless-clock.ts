import type { WorkingClock } from '../deadline.js';

/** Milliseconds of a day on which somebody always works. */
export const DAY = 86_400_000;

/** A working clock of an office that never closes: a day has 24 hours, and all time is working time. */
export const endlessClock: WorkingClock = {
  add: (from, { days, ms }) => new Date(from.getTime() + Math.round(days * DAY) + ms),
  between: (from, to) => {
    const ms = to.getTime() - from.getTime();
    return { days: ms / DAY, ms };
  },
  endOfWorkingDay: (from, n) => new Date((Math.floor(from.getTime() / DAY) + 1 + n) * DAY),
  nextOpening: (at) => at,
  openingAfter: (at) => new Date((Math.floor(at.getTime() / DAY) + 1) * DAY),
  dateOf: (at) => at.toISOString().slice(0, 10),
};
