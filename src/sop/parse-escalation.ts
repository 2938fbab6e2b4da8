import { code, list, optional, record, type Decoder } from './decoder.js';
import type { EscalationPolicy } from './sop-definition.js';

const share: Decoder<number> = (value, at, problems) => {
  if (typeof value === 'number' && value > 0 && value < 1) return value;
  problems.add(at, 'This must be a share of the standard time, more than 0 and less than 1, such as 0.75.');
  return undefined;
};

const workingDays: Decoder<number> = (value, at, problems) => {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 250) return value;
  problems.add(at, 'This must be a whole number of working days from 1 to 250.');
  return undefined;
};

const reminders: Decoder<readonly number[]> = (value, at, problems) => {
  const days = list(workingDays, { most: 10 })(value, at, problems);
  if (!days?.some((day, i) => i > 0 && day <= days[i - 1]!)) return days;
  problems.add(at, 'The working days must ascend, such as [1, 5, 10].');
  return undefined;
};

/** An escalation ladder: when the role is reminded, and which superiors hear of it one working day after the other. */
export const escalationPolicy = record<EscalationPolicy>({
  remindAt: share,
  superiors: list(code, { most: 10 }),
  remindApplicantAfter: optional(reminders),
});
