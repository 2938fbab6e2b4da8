import { Float, Int, ObjectType } from '@nestjs/graphql';
import type { WorkingAmount } from '../kernel/duration.js';
import { ApiField } from '../platform/api/api-field.js';
import { caseClock } from '../sop/case-clock.js';
import type { CaseState } from '../sop/case-events.js';
import type { WorkingClock } from '../sop/deadline.js';
import type { SopDefinition } from '../sop/sop-definition.js';
import { statutoryDaysLeft, statutoryDue, statutoryStatus } from '../sop/statutory.js';

/** What a clock is read by: the calendar in force, and the time. */
export interface Timing {
  readonly working: WorkingClock;
  readonly now: Date;
}

const MINUTE_MS = 60_000;
/** What a case waits for that is paused by a word from outside the office. */
const OUTSIDE = 'outside';

@ObjectType('WorkingAmount', { description: 'Working time: days, counted by each day’s own hours, and minutes beside them.' })
export class WorkingAmountView {
  @ApiField(() => Float, { description: 'Working days.' })
  days: number;

  @ApiField(() => Float, { description: 'Working minutes.' })
  minutes: number;
}

@ObjectType('ApplicationClock', {
  description:
    'The clock of the whole case: it runs while the office has the ball. Days are used up first; used and left add up to standard.',
})
export class ApplicationClockView {
  @ApiField(() => String, {
    description: 'The ending that the standard is taken to: where the way forward leads from here, or how it ended.',
  })
  ending: string;

  @ApiField(() => WorkingAmountView, { description: 'Standard time from submission to that ending, every row taken once.' })
  standard: WorkingAmountView;

  @ApiField(() => String, { description: 'The same in the words of the SOP.' })
  standardTime: string;

  @ApiField(() => WorkingAmountView, { description: 'What is used of it.' })
  used: WorkingAmountView;

  @ApiField(() => WorkingAmountView, { description: 'What is left of it; negative minutes when it is overdue.' })
  left: WorkingAmountView;

  @ApiField(() => String, { description: 'When it is used up (RFC 3339); null while the clock stands still.', nullable: true })
  dueAt: string | null;

  @ApiField(() => Boolean, { description: 'Whether more than the standard is used.' })
  overdue: boolean;

  @ApiField(() => String, { description: 'Since when it runs without a pause (RFC 3339).', nullable: true })
  runningSince: string | null;

  @ApiField(() => String, {
    description: '`applicant` while the case waits for them and the clock stands still; `outside` while OSS has stopped it.',
    nullable: true,
  })
  pausedBy: string | null;

  @ApiField(() => Int, { description: 'The row of the SOP at which it waits.', nullable: true })
  pausedAtStep: number | null;

  @ApiField(() => String, { description: 'Since when it waits (RFC 3339).', nullable: true })
  pausedSince: string | null;
}

@ObjectType('StatutoryClock', {
  description: 'The time that a law gives for the decision, in whole working days. It does not pause while the office works.',
})
export class StatutoryClockView {
  @ApiField(() => String, {
    description: 'not-started (not complete yet), running, met, passed, or stopped (withdrawn in time).',
  })
  status: string;

  @ApiField(() => Int, { description: 'Working days that the law gives.' })
  workingDays: number;

  @ApiField(() => String, { description: 'When the application was found complete (RFC 3339).', nullable: true })
  startedAt: string | null;

  @ApiField(() => String, {
    description: 'Until when the decision has to be made (RFC 3339): the closing of the last day.',
    nullable: true,
  })
  dueAt: string | null;

  @ApiField(() => Int, {
    description: 'Whole working days left, today with them; negative when they are over; null while it does not run.',
    nullable: true,
  })
  daysLeft: number | null;

  @ApiField(() => String, { description: 'When the decision was made, or the case ended (RFC 3339).', nullable: true })
  endedAt: string | null;

  @ApiField(() => String, {
    description: '`deemed-granted` (fiktif positif) or `none`: what the law makes of silence. The service decides nothing.',
  })
  effect: string;

  @ApiField(() => String, { description: 'The law.' })
  legalBasis: string;
}

export function applicationClockView(definition: SopDefinition, state: CaseState, { working, now }: Timing): ApplicationClockView {
  const { ending, standard, used, left, dueAt, runningSince, pausedBy } = caseClock(definition, state, working, now);
  return {
    ending,
    standard: amountView(standard),
    standardTime: standard.text,
    used: amountView(used),
    left: amountView(left),
    dueAt: dueAt?.toISOString() ?? null,
    overdue: left.ms < 0,
    runningSince,
    pausedBy: state.paused ? OUTSIDE : (pausedBy?.role ?? null),
    pausedAtStep: pausedBy?.step ?? null,
    pausedSince: state.paused?.since ?? pausedBy?.openedAt ?? null,
  };
}

export function statutoryClockView({ statutory: law }: SopDefinition, state: CaseState, timing: Timing): StatutoryClockView | null {
  if (!law) return null;
  const { working, now } = timing;
  const run = state.statutory ?? null;
  const dueAt = run && statutoryDue(run, law, working);
  return {
    status: statutoryStatus(state, law, working, now),
    workingDays: law.workingDays,
    startedAt: run?.startedAt ?? null,
    dueAt: dueAt?.toISOString() ?? null,
    daysLeft: dueAt && !run?.endedAt ? statutoryDaysLeft(dueAt, law, working, now) : null,
    endedAt: run?.endedAt ?? null,
    effect: law.effect,
    legalBasis: law.legalBasis,
  };
}

export function amountView({ days, ms }: WorkingAmount): WorkingAmountView {
  return { days: rounded(days), minutes: rounded(ms / MINUTE_MS) };
}

/** To a tenth of a second, and without a negative nothing. */
function rounded(amount: number): number {
  return Math.round(amount * 1000) / 1000 + 0;
}
