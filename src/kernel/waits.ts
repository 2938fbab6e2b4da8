/** So often a wait is doubled, and no more: numbers have an end. */
const MOST_DOUBLINGS = 20;

/** How long to wait after having failed some times before: twice as long each time, up to the longest. All in one unit. */
export function doubledWait(first: number, before: number, longest: number): number {
  return Math.min(first * 2 ** Math.min(before, MOST_DOUBLINGS), longest);
}
