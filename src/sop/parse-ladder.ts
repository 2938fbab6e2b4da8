import { code, list, record, type Decoder } from './decoder.js';
import type { Ladder } from './sop-definition.js';

const share: Decoder<number> = (value, at, problems) => {
  if (typeof value === 'number' && value > 0 && value < 1) return value;
  problems.add(at, 'This must be a share of the standard time, more than 0 and less than 1, such as 0.75.');
  return undefined;
};

/** An escalation ladder: when the role is reminded, and which superiors hear of it one working day after the other. */
export const ladder = record<Ladder>({ remindAt: share, superiors: list(code, { most: 10 }) });
