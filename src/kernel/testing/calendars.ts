import type { Interval, WorkingCalendar } from '../working-calendar.js';

/** Reads "07:30-12:00" where a test is sure of it. */
export function hours(...texts: string[]): readonly Interval[] {
  return texts.map((text) => {
    const [from = 0, to = 0] = text.split('-').map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
    return { from, to };
  });
}

const ordinary = hours('07:30-12:00', '13:00-16:00');
const ramadan = hours('08:00-12:00', '12:30-15:00');

/** Perpres 21/2023 with Ramadan 1447 and the holidays around Idulfitri 2026, in WIB unless said otherwise. */
export function officeCalendar(zone = 'Asia/Jakarta'): WorkingCalendar {
  const closed = (kind: 'holiday' | 'joint-leave', ...dates: string[]) =>
    dates.map((date) => [date, { kind, name: date, intervals: [] }] as const);
  return {
    zone,
    profiles: [
      { name: 'ordinary', week: { 1: ordinary, 2: ordinary, 3: ordinary, 4: ordinary, 5: hours('07:30-11:30', '13:00-16:30') } },
      {
        name: 'Ramadan 1447',
        from: '2026-02-19',
        until: '2026-03-20',
        week: { 1: ramadan, 2: ramadan, 3: ramadan, 4: ramadan, 5: hours('08:00-11:30', '12:30-15:30') },
      },
    ],
    days: Object.fromEntries([
      ...closed('holiday', '2026-03-19', '2026-03-21', '2026-03-22', '2026-12-25', '2027-01-01'),
      ...closed('joint-leave', '2026-03-18', '2026-03-20', '2026-03-23', '2026-03-24', '2026-12-24'),
    ]),
  };
}
