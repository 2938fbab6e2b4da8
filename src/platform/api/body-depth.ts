import { jsonTooDeep } from './problem.js';

/** Deeper than any form, and shallow enough for every recursion over it. */
const DEEPEST = 40;

/** Refuses JSON that is nested without end; walks it without recursion. */
export function refuseDeepBody(body: unknown): void {
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) throw jsonTooDeep({ most: DEEPEST });
    level = level.flatMap((value): unknown[] => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
}
