import { Histogram } from '../rollups/histogram.js';
import { numbersIn } from './step-days.js';

/** How long things took, and how many were in time. */
export class Measure {
  n = 0;
  onTime = 0;
  ms = 0;
  private readonly times = new Histogram();

  /** `scale` turns the numbers kept into what is told; absent: as they are. */
  add(row: { readonly n: number; readonly on_time: number; readonly used_ms: string; readonly used: Buffer }, scale = 1): void {
    this.n += row.n;
    this.onTime += row.on_time;
    this.ms += Number(row.used_ms);
    if (scale === 1) for (const value of numbersIn(row.used)) this.times.add(value);
    else for (const value of numbersIn(row.used)) this.times.add(Math.min(MOST, Math.round(value * scale)));
  }

  /** In what was added, divided by `per`, to two decimals. */
  quantile(share: number, per: number): number | null {
    const value = this.times.quantile(share);
    return value === null ? null : rounded(value / per, 2);
  }

  /** In percent; null where nothing was measured. */
  get onTimeRate(): number | null {
    return rate(this.onTime, this.n);
  }

  get hours(): number {
    return hoursOf(this.ms);
  }
}

const MOST = 2 ** 31 - 1;
const HOUR_MS = 3_600_000;

/** One number in percent of another, to a tenth. */
export function rate(part: number, whole: number): number | null {
  return whole === 0 ? null : rounded((part / whole) * 100, 1);
}

export function rounded(value: number, decimals: number): number {
  const power = 10 ** decimals;
  return Math.round(value * power) / power + 0;
}

export function hoursOf(ms: number): number {
  return rounded(ms / HOUR_MS, 2);
}

/** The middle and the ninth tenth of some numbers, exactly. */
export function exactQuantile(sorted: readonly number[], share: number): number | null {
  return sorted.length === 0 ? null : sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]!;
}

/** Things by a key, in the order in which they came. */
export function grouped<K, V>(into: Map<string, V>, key: readonly K[], fresh: () => V): V {
  const text = key.join('\n');
  let known = into.get(text);
  if (!known) into.set(text, (known = fresh()));
  return known;
}
