import { compileCalendar } from '../src/kernel/working-time.js';
import type { Interval, WorkingCalendar } from '../src/kernel/working-calendar.js';

const day: readonly Interval[] = [
  { from: 450, to: 720 },
  { from: 780, to: 960 },
];
const friday: readonly Interval[] = [
  { from: 450, to: 690 },
  { from: 780, to: 990 },
];
const calendar: WorkingCalendar = {
  zone: 'Asia/Jakarta',
  profiles: [{ name: 'ordinary', week: { 1: day, 2: day, 3: day, 4: day, 5: friday } }],
  days: {
    '2026-12-24': { kind: 'joint-leave', name: 'Natal', intervals: [] },
    '2026-12-25': { kind: 'holiday', name: 'Natal', intervals: [] },
  },
};
const amounts = [{ ms: 15 * 60_000 }, { ms: 2 * 3_600_000 }, { days: 1 }, { days: 2, ms: 5_400_000 }, { days: 14 }, { days: 300 }];

const working = compileCalendar(calendar);
const year = Date.UTC(2026, 0, 1);
const runs = 1_000_000;
let sum = 0;
for (const round of ['cold', 'warm']) {
  const began = performance.now();
  for (let i = 0; i < runs; i++) {
    // A stride prime to the year, so that moments fall on all days and hours.
    const from = new Date(year + ((i * 7_919_333) % 31_536_000_000));
    sum += working.add(from, amounts[i % amounts.length]!).getTime();
  }
  const seconds = (performance.now() - began) / 1000;
  console.log(`${round}: ${Math.round(runs / seconds).toLocaleString('en')} deadlines per second`);
}
if (!Number.isFinite(sum)) throw new Error('not a moment');
