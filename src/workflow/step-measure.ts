import { amountOf, type WorkingAmount } from '../kernel/duration.js';
import type { Step } from '../sop/sop-definition.js';

/** How time at a row is told: in the unit of its standard time. */
export interface StepMeasure {
  readonly unit: 'day' | 'minute';
  readonly standard: number;
  readonly measure: (amount: WorkingAmount) => number;
}

const MINUTE_MS = 60_000;

export function measureOf(step: Step): StepMeasure {
  const inDays = step.standardTime.unit === 'day';
  // To a tenth of a second, and without a negative nothing.
  const measure = ({ days, ms }: WorkingAmount) => Math.round((inDays ? days : ms / MINUTE_MS) * 1000) / 1000 + 0;
  return { unit: inDays ? 'day' : 'minute', standard: measure(amountOf(step.standardTime)), measure };
}
