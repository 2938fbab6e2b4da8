import type { ReportScope } from '../report.js';

/** "2026-11" from the first to the last month of a period. */
export function monthsOf({ from, until }: Pick<ReportScope, 'from' | 'until'>): string[] {
  const months: string[] = [];
  let [year, month] = from.split('-').map(Number) as [number, number];
  for (;;) {
    const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`;
    if (text > until.slice(0, 7)) return months;
    months.push(text);
    if (++month > 12) [year, month] = [year + 1, 1];
  }
}

/** The first day of the month so many months before that of a date. */
export function monthsBefore(date: string, n: number): string {
  const [year, month] = date.split('-').map(Number) as [number, number];
  const no = year * 12 + month - 1 - n;
  return `${String(Math.floor(no / 12)).padStart(4, '0')}-${String((no % 12) + 1).padStart(2, '0')}-01`;
}

/** "2026-11-30" of "2026-11". */
export function lastDayOf(month: string): string {
  const [year, no] = month.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, no, 0)).toISOString().slice(0, 10);
}
