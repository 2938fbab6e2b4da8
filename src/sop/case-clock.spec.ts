import fc from 'fast-check';
import { plus, type WorkingAmount } from '../kernel/duration.js';
import { officeCalendar } from '../kernel/testing/calendars.js';
import { compileCalendar } from '../kernel/working-time.js';
import { caseClock, leftOf, total } from './case-clock.js';
import type { CaseState, OpenTask } from './case-events.js';
import { DAY, endlessClock } from './testing/endless-clock.js';
import { stories } from './testing/random-story.js';
import { parsed, SMALL_SOP } from './testing/small-sop.js';

const HOUR = 3_600_000;
const told = fc.sample(stories, 200);
const atEnd = ({ tries, events }: (typeof told)[number]) => new Date(Math.max(...events.map(({ at }) => Date.parse(at))) + tries.length);
const near = (one: WorkingAmount, other: WorkingAmount) =>
  Math.abs(one.days - other.days) < 1e-6 && Math.abs(one.ms - other.ms) < 5 ? undefined : { one, other };

describe('the clock of a case, whatever happens to it', () => {
  it('has used and left add up to the standard, at any time', () => {
    for (const story of told) {
      for (const ms of [0, HOUR, 9 * DAY]) {
        const now = new Date(atEnd(story).getTime() + ms);
        const { standard, used, left } = caseClock(story.definition, story.last, endlessClock, now);
        expect(near(plus(used, left), standard)).toBeUndefined();
        expect(left.days).toBeGreaterThanOrEqual(0);
      }
    }
  });

  it('uses nothing while the applicant has the ball, and when the case is closed', () => {
    for (const { definition, tries } of told) {
      for (const { after } of tries) {
        const at = (time: string) => caseClock(definition, after, endlessClock, new Date(time));
        if (after.open.some((task) => task.left)) continue;
        expect(at('2026-11-25T00:00:00Z')).toEqual(at('2029-01-01T00:00:00Z'));
        expect(at('2029-01-01T00:00:00Z').dueAt).toBeNull();
      }
    }
  });

  it('has used what all steps have used, when it does not run', () => {
    for (const { last } of told) if (!last.open.some((task) => task.left)) expect(last.clock!.used).toEqual(total(last.used));
  });

  it('keeps its deadline while the office has the ball, however many hands it goes through', () => {
    for (const { definition, tries } of told) {
      for (const { before, after } of tries) {
        const [one, other] = [before, after].map((state) => caseClock(definition, state, endlessClock, new Date(0)));
        if (one!.runningSince === null || other!.runningSince !== one!.runningSince || one!.ending !== other!.ending) continue;
        expect(other!.dueAt).toEqual(one!.dueAt);
      }
    }
  });
});

const amount = fc.record({ days: fc.double({ min: 0, max: 9, noNaN: true }), ms: fc.integer({ min: 0, max: 20 * HOUR }) });

it('leaves all of the budget that was not used, days first, and is never too generous with the rest', () => {
  fc.assert(
    fc.property(amount, fc.double({ min: 0, max: 20, noNaN: true }), (budget, days) => {
      const left = leftOf(budget, { days, ms: days * DAY });
      expect(left.days).toBeCloseTo(Math.max(0, budget.days - days), 6);
      expect(left.ms).toBeCloseTo(budget.ms - Math.max(0, days - budget.days) * DAY, 0);
    }),
  );
});

describe('the clock of a case in an office', () => {
  /** 2,5 Hari and 2 h 45 min from submission to hand-over. */
  const sop = parsed(SMALL_SOP);
  const working = compileCalendar(officeCalendar());
  const wib = (time: string) => new Date(`${time.replace(' ', 'T')}:00+07:00`);
  const task = (step: number, openedAt: Date, left: WorkingAmount | null): OpenTask => ({
    id: 't',
    step,
    role: left ? 'front-office' : 'applicant',
    section: null,
    openedAt: openedAt.toISOString(),
    left,
    claimedBy: null,
    rung: 0, // prettier-ignore
  });
  const state = (more: Partial<CaseState>): CaseState => ({
    status: 'open',
    applicant: 'a',
    assistant: null,
    open: [],
    used: {},
    facts: [],
    ...more, // prettier-ignore
  });
  const since = wib('2026-11-23 07:30');
  const running = state({
    open: [task(2, since, { days: 0, ms: HOUR })],
    clock: { since: since.toISOString(), used: { days: 0, ms: 0 } },
  });

  it('uses the days first, then the working time, and then is overdue', () => {
    const at = (time: string) => caseClock(sop, running, working, wib(time));
    expect(at('2026-11-23 11:15')).toMatchObject({ ending: 'granted', left: { days: 2, ms: 2.75 * HOUR }, used: { days: 0.5, ms: 0 } });
    // Half of Wednesday is over at 11:15, and 2 h 45 min more at 15:00.
    expect(at('2026-11-25 11:15').dueAt).toEqual(wib('2026-11-25 15:00'));
    expect(at('2026-11-25 13:15')).toMatchObject({ left: { days: 0, ms: 1.75 * HOUR }, used: { days: 2.5, ms: HOUR } });
    expect(at('2026-11-26 08:30')).toMatchObject({ left: { days: 0, ms: -2 * HOUR }, dueAt: wib('2026-11-25 15:00') });
  });

  it('goes on after a pause with what was left before it', () => {
    const again = wib('2026-12-01 07:30');
    const used = { days: 0.5, ms: 3.75 * HOUR };
    const paused = state({ open: [task(1, wib('2026-11-23 11:15'), null)], used: { 2: used }, clock: { since: null, used } });
    expect(caseClock(sop, paused, working, wib('2026-11-30 12:00'))).toMatchObject({
      dueAt: null,
      used: { days: 0.5 },
      pausedBy: { step: 1 },
    });
    const resumed = state({ open: [task(2, again, { days: 0, ms: 0 })], used: { 2: used }, clock: { since: again.toISOString(), used } });
    expect(caseClock(sop, resumed, working, again).dueAt).toEqual(wib('2026-12-03 10:15'));
  });

  it('is late from then on when it was late before a pause', () => {
    const used = { days: 4, ms: 30 * HOUR };
    const late = state({ open: [task(2, since, { days: 0, ms: 0 })], used: { 2: used }, clock: { since: since.toISOString(), used } });
    const clock = caseClock(sop, late, working, since);
    expect(clock).toMatchObject({ dueAt: since, left: { days: 0, ms: 2.75 * HOUR - 1.5 * 7.5 * HOUR } });
  });

  it('is told of a case from before it was kept, by its open task and what its steps have used', () => {
    const { clock: _, ...before } = running;
    expect(caseClock(sop, before, working, wib('2026-11-23 11:15'))).toEqual(caseClock(sop, running, working, wib('2026-11-23 11:15')));
  });
});
