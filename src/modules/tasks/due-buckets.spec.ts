import { bucketsOf, dueBy, inBucket } from './due-buckets.js';

const at = (text: string) => new Date(text);

describe('the piles of an inbox', () => {
  it('end with the day and the week of the agency, not of the machine', () => {
    // A Wednesday late in the evening in Jakarta; already Thursday in Jayapura.
    const now = at('2026-11-25T16:30:00Z');
    expect(bucketsOf(now, 'Asia/Jakarta')).toEqual({
      now,
      endOfToday: at('2026-11-26T00:00:00+07:00'),
      endOfWeek: at('2026-11-30T00:00:00+07:00'),
    });
    expect(bucketsOf(now, 'Asia/Jayapura').endOfToday).toEqual(at('2026-11-27T00:00:00+09:00'));
  });

  it('on a Sunday the week ends with the day, and on a Monday it has all its days before it', () => {
    expect(bucketsOf(at('2026-11-29T10:00:00+07:00'), 'Asia/Jakarta')).toMatchObject({
      endOfToday: at('2026-11-30T00:00:00+07:00'),
      endOfWeek: at('2026-11-30T00:00:00+07:00'),
    });
    expect(bucketsOf(at('2026-11-30T00:00:00+07:00'), 'Asia/Jakarta').endOfWeek).toEqual(at('2026-12-07T00:00:00+07:00'));
  });

  it('leave no gap and do not overlap', () => {
    const buckets = bucketsOf(at('2026-11-25T10:00:00+07:00'), 'Asia/Jakarta');
    expect(inBucket('overdue', buckets).dueBefore).toEqual(inBucket('today', buckets).dueFrom);
    expect(inBucket('today', buckets).dueBefore).toEqual(inBucket('this-week', buckets).dueFrom);
    expect(inBucket('this-week', buckets).dueBefore).toEqual(inBucket('later', buckets).dueFrom);
    expect(inBucket('later', buckets).dueBefore).toEqual(inBucket('waiting', buckets).dueFrom);
    expect(dueBy('week', buckets)).toEqual({ dueBefore: at('2026-12-02T00:00:00+07:00') });
  });
});
