import type { Table } from './tables.js';

/** The way forward from a row, that row first. */
export function forward({ rows }: Table, no: number): number[] {
  const way: number[] = [];
  for (let at: number | string | undefined = no; typeof at === 'number' && !way.includes(at); at = rows.get(at)!.outcomes[0]!.leadsTo)
    way.push(at);
  return way;
}

/** Whether a case can come from one row to another. */
export function leads({ rows }: Table, from: number, to: number): boolean {
  const seen = new Set<number>();
  const waiting = [from];
  for (let no = waiting.pop(); no !== undefined; no = waiting.pop())
    for (const { leadsTo } of rows.get(no)!.outcomes) {
      if (typeof leadsTo !== 'number' || seen.has(leadsTo)) continue;
      seen.add(leadsTo);
      waiting.push(leadsTo);
    }
  return seen.has(to);
}
