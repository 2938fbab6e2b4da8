import { DAY_MS, weekdayOf } from '../kernel/local-time.js';
import type { SeededChance } from './chance.js';

/** When somebody comes: at the counter, or by themselves at any hour. */
export interface Arrival {
  readonly at: Date;
  readonly counter: boolean;
}

/** How many come in a month against the average: much after New Year, little around the long holidays, a rush before the year ends. */
const SEASON = [1.25, 1.05, 0.95, 0.8, 0.95, 0.9, 1.1, 1.0, 1.05, 1.1, 1.1, 0.75];
/** Monday to Sunday. */
const WEEK = [1.3, 1.1, 1, 1, 0.75, 0.2, 0.12];
/** More every year. */
const GROWTH = 1.12;
const YEAR_DAYS = 365.25;
const COUNTER = 0.55;

/** So many arrivals between two moments, in order: by season, weekday and growth, and by chance. `offsetMs`: of the office's zone. */
export function* arrivals(chance: SeededChance, count: number, from: Date, until: Date, offsetMs: number): Generator<Arrival> {
  const first = Math.floor((from.getTime() + offsetMs) / DAY_MS);
  const last = Math.floor((until.getTime() + offsetMs) / DAY_MS);
  const weights: number[] = [];
  for (let day = first; day <= last; day++) weights.push(weightOf(day, first) * chance.around(0.15) * partOf(day, from, until, offsetMs));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let [sum, given] = [0, 0];
  for (const [index, weight] of weights.entries()) {
    sum += weight;
    const due = index === weights.length - 1 ? count : Math.round((count * sum) / total);
    const day = first + index;
    const come = Array.from({ length: due - given }, () => arrivalOn(chance, day * DAY_MS - offsetMs, from, until));
    given = due;
    yield* come.sort((one, other) => one.at.getTime() - other.at.getTime());
  }
}

function weightOf(day: number, first: number): number {
  const month = new Date(day * DAY_MS).getUTCMonth();
  return SEASON[month]! * WEEK[weekdayOf(day) - 1]! * GROWTH ** ((day - first) / YEAR_DAYS);
}

/** The first and the last day may not be whole ones. */
function partOf(day: number, from: Date, until: Date, offsetMs: number): number {
  const midnight = day * DAY_MS - offsetMs;
  return Math.max(0, Math.min(1, (until.getTime() - midnight) / DAY_MS) - Math.max(0, (from.getTime() - midnight) / DAY_MS));
}

function arrivalOn(chance: SeededChance, midnight: number, from: Date, until: Date): Arrival {
  const counter = chance.share() < COUNTER;
  const hour = counter ? 7.5 + chance.share() * 8.5 : 6 + chance.share() * 17;
  const at = Math.min(Math.max(midnight + Math.round(hour * 3_600_000), from.getTime()), until.getTime() - 1);
  return { at: new Date(at), counter };
}
