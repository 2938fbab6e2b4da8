import { amountOf } from '../kernel/duration.js';
import { DAY_MS, MINUTE_MS } from '../kernel/local-time.js';
import type { WorkingClock } from '../sop/deadline.js';
import type { Outcome, Step } from '../sop/sop-definition.js';
import type { SeededChance } from './chance.js';

/** Officials take a third of the standard time more often than not; one step in fifteen is late. */
const USUAL = 0.3;
const SPREAD = 0.8;
/** Now and then a file lies. */
const LIES = { oneIn: 60, times: 6 };
/** January to December: everything takes longer when the year begins and ends. */
const BUSY = [1.3, 1.1, 1, 1.1, 1, 0.9, 1, 1, 1, 1, 1.1, 1.4];
/** How often a step is not ended the way forward, and how often in a row at most. */
const ASIDE = 0.1;
const MOST_VISITS = 3;
/** Applicants who are asked for more and never come back; those who do take days. */
const NEVER_BACK = 0.03;
const BACK_AFTER_MS = 4 * DAY_MS;
const AT_ONCE_MS = 25 * MINUTE_MS;
const COUNTER_MS = 10 * MINUTE_MS;
const WITHDRAWS = 0.03;
const WITHDRAWS_AFTER_MS = 6 * DAY_MS;

export const NEVER = Infinity;

/** How long people take, and what comes of it. */
export class Pace {
  constructor(private readonly chance: SeededChance) {}

  /** When an official is done with a step that is before them now. */
  official(step: Step, now: Date, working: WorkingClock): number {
    const lies = this.chance.oneIn(LIES.oneIn) ? LIES.times : 1;
    const share = USUAL * this.chance.around(SPREAD) * BUSY[now.getUTCMonth()]! * lies;
    const { days, ms } = amountOf(step.standardTime);
    return working.add(now, { days: days * share, ms: Math.max(1, ms * share) }).getTime();
  }

  /** When an applicant is done: at once the first time, or at the counter; days later when something was missing, or never. */
  applicant(now: Date, visit: number, atCounter: boolean, working: WorkingClock): number {
    if (visit === 1) return now.getTime() + 1000 + Math.round(this.chance.waiting(atCounter ? COUNTER_MS : AT_ONCE_MS));
    if (this.chance.share() < NEVER_BACK) return NEVER;
    const back = new Date(now.getTime() + Math.round(this.chance.waiting(BACK_AFTER_MS)));
    return atCounter ? working.nextOpening(back).getTime() + this.chance.below(3 * 60) * MINUTE_MS : back.getTime();
  }

  withdrawal(now: Date): number {
    return this.chance.share() < WITHDRAWS ? now.getTime() + Math.round(this.chance.waiting(WITHDRAWS_AFTER_MS)) : NEVER;
  }

  /** The outcomes to try, the one that is meant first. */
  outcomes({ outcomes }: Step, visit: number): readonly Outcome[] {
    if (outcomes.length < 2 || visit >= MOST_VISITS || this.chance.share() >= ASIDE) return outcomes;
    const meant = 1 + this.chance.below(outcomes.length - 1);
    return [outcomes[meant]!, ...outcomes.filter((_, index) => index !== meant)];
  }
}
