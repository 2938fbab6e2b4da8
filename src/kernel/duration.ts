/** Menit and Jam are working time; Hari is a working day, counted by each day's own working time (sop/reading: "Time"). */
export type DurationUnit = 'minute' | 'hour' | 'day';

/** A standard time (waktu) of an SOP row: what is written, and what it means. */
export interface StandardTime {
  /** As written in the source, such as "15 Menit" or "2 jam". */
  readonly text: string;
  readonly amount: number;
  readonly unit: DurationUnit;
}

const UNITS: ReadonlyMap<string, DurationUnit> = new Map([
  ['menit', 'minute'],
  ['jam', 'hour'],
  ['hari', 'day'],
]);

/** Reads "15 Menit", "2 jam", "1,5 Hari"; undefined when it is none of these. */
export function parseStandardTime(text: string): StandardTime | undefined {
  const match = /^\s*(\d{1,4}(?:[.,]\d{1,2})?)\s+([a-z]+)\s*$/i.exec(text);
  const unit = match && UNITS.get(match[2]!.toLowerCase());
  if (!unit) return undefined;
  const amount = Number(match[1]!.replace(',', '.'));
  return amount > 0 ? { text, amount, unit } : undefined;
}

/** Working time in the two units that add up: whole working days, and working milliseconds. */
export interface WorkingAmount {
  readonly days: number;
  readonly ms: number;
}

const MS: Readonly<Record<'minute' | 'hour', number>> = { minute: 60_000, hour: 3_600_000 };

/** A standard time as an amount of working time. */
export function amountOf(time: Pick<StandardTime, 'amount' | 'unit'>): WorkingAmount {
  return time.unit === 'day' ? { days: time.amount, ms: 0 } : { days: 0, ms: time.amount * MS[time.unit] };
}

export const NO_TIME: WorkingAmount = { days: 0, ms: 0 };

export function plus(one: WorkingAmount, other: WorkingAmount): WorkingAmount {
  return { days: one.days + other.days, ms: one.ms + other.ms };
}

/** What is left of a budget, never less than nothing. */
export function minus(budget: WorkingAmount, used: WorkingAmount): WorkingAmount {
  return { days: Math.max(0, budget.days - used.days), ms: Math.max(0, budget.ms - used.ms) };
}
