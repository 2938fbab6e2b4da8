import { dayOf, offsetsOf, startOfDay, weekdayOf } from '../../kernel/local-time.js';
import type { DueBuckets, TaskFilter } from '../../workflow/inbox-reader.js';

/** By when at the latest: each of these holds the ones before it. */
export const DUE_BY = ['overdue', 'today', 'week'] as const;
/** The piles of an inbox: each task is in one of them. */
export const BUCKETS = ['overdue', 'today', 'this-week', 'later', 'waiting'] as const;

type DueRange = Pick<TaskFilter, 'dueFrom' | 'dueBefore'>;

const WEEK_DAYS = 7;

/** Where the agency's today and its week end: at midnight after the day, and after the Sunday. */
export function bucketsOf(now: Date, zone: string): DueBuckets {
  const offsetAt = offsetsOf(zone);
  const today = dayOf(now.getTime(), offsetAt);
  const nextMonday = today + WEEK_DAYS + 1 - weekdayOf(today);
  return { now, endOfToday: new Date(startOfDay(today + 1, offsetAt)), endOfWeek: new Date(startOfDay(nextMonday, offsetAt)) };
}

/** Exactly one pile. */
export function inBucket(bucket: (typeof BUCKETS)[number], { now, endOfToday, endOfWeek }: DueBuckets): DueRange {
  switch (bucket) {
    case 'overdue':
      return { dueBefore: now };
    case 'today':
      return { dueFrom: now, dueBefore: endOfToday };
    case 'this-week':
      return { dueFrom: endOfToday, dueBefore: endOfWeek };
    case 'later':
      return { dueFrom: endOfWeek, dueBefore: 'infinity' };
    case 'waiting':
      return { dueFrom: 'infinity' };
  }
}

/** Until now, the end of today, or the end of the seventh day. */
export function dueBy(by: (typeof DUE_BY)[number], { now, endOfToday }: DueBuckets): DueRange {
  if (by === 'overdue') return { dueBefore: now };
  return { dueBefore: by === 'today' ? endOfToday : new Date(endOfToday.getTime() + (WEEK_DAYS - 1) * 86_400_000) };
}
