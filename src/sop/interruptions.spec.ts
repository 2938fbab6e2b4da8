import fc from 'fast-check';
import { amountOf, NO_TIME, plus, type WorkingAmount } from '../kernel/duration.js';
import type { Principal } from '../kernel/principal.js';
import type { CaseEvent, CaseState } from './case-events.js';
import { caseClock } from './case-clock.js';
import { decide, type CaseCommand } from './decide.js';
import { deepFreeze } from './deep-freeze.js';
import { stepOf } from './definition-lookup.js';
import { evolve } from './evolve.js';
import { forwardPath } from './forward-path.js';
import { DEEMED_GRANTED } from './interruptions.js';
import { DAY, endlessClock } from './testing/endless-clock.js';
import { PEOPLE, stories, type Story } from './testing/random-story.js';

const SYSTEM: Principal = { agency: 'toy-agency', id: 'system', name: 'Terbit', kind: 'system', roles: [] };
const told = fc.sample(
  stories.filter(({ last }) => last.status === 'open'),
  60,
);
const closed = fc.sample(
  stories.filter(({ last }) => last.status !== 'open'),
  20,
);
const LATEST = (story: Story) => Date.parse(story.events.at(-1)!.at);

/** Does it some time after the story, and answers the case afterwards; refused: the code. */
function then(story: Story, state: CaseState, afterMs: number, command: CaseCommand, by = SYSTEM): [CaseState, CaseEvent] | string {
  const present = { ...story.present('another-task'), now: new Date(LATEST(story) + afterMs) };
  const decision = decide(story.definition, state, command, by, present);
  if (!decision.ok) return decision.refusal.code;
  return [deepFreeze(evolve(story.definition, state, deepFreeze(decision.event))), decision.event];
}

function done(result: ReturnType<typeof then>): CaseState {
  if (typeof result === 'string') throw new Error(result);
  return result[0];
}

const pause = { type: 'pause', reset: false, code: '41', reason: 'clarification' } as const;
const stop = { type: 'pause', reset: true, code: '43', reason: 'from the start' } as const;
const resume = { type: 'resume', reset: false, code: '42', reason: 'clarified' } as const;
const deem = (goTo: number | null) => ({ type: 'deem-granted', goTo, code: '57', reason: 'fiktif positif' }) as const;
const total = (used: CaseState['used']) => Object.values(used).reduce<WorkingAmount>(plus, NO_TIME);
const clockOf = ({ definition }: Story, state: CaseState, at: number) => caseClock(definition, state, endlessClock, new Date(at));

describe('a case that is paused by a word from outside', () => {
  it('uses no time until it goes on, and then goes on where it stood', () => {
    for (const story of told) {
      const paused = done(then(story, story.last, 1000, pause));
      const before = clockOf(story, paused, LATEST(story) + 1000);
      expect(clockOf(story, paused, LATEST(story) + 9 * DAY)).toEqual(before);
      expect(before.runningSince).toBeNull();
      const resumed = done(then(story, paused, 5 * DAY, resume));
      expect(resumed.paused).toBeUndefined();
      expect(resumed.used).toEqual(paused.used);
      expect(clockOf(story, resumed, LATEST(story) + 5 * DAY).left).toEqual(before.left);
      // Where the clock ran it runs again, and where it stood still it stands.
      expect(resumed.open.map(({ left }) => left === null)).toEqual(story.last.open.map(({ left }) => left === null));
    }
  });

  it('is paused once, and goes on only after a pause', () => {
    for (const story of told) {
      expect(then(story, done(then(story, story.last, 0, pause)), 1, stop)).toBe('APPLICATION_PAUSED');
      expect(then(story, story.last, 0, resume)).toBe('APPLICATION_NOT_PAUSED');
    }
  });

  it('starts from zero where that was asked for, with the clock of the law', () => {
    for (const story of told) {
      const stopped = done(then(story, story.last, 1000, stop));
      const owed = story.last.statutory && !story.last.statutory.endedAt;
      if (owed && stopped.statutory === null) expect(stopped.paused!.law).toBe(true);
      const restarted = done(then(story, stopped, 5 * DAY, resume));
      expect(total(restarted.used)).toEqual(NO_TIME);
      const at = new Date(LATEST(story) + 5 * DAY).toISOString();
      if (stopped.paused!.law) expect(restarted.statutory).toEqual({ startedAt: at, endedAt: null, warning: 0 });
      for (const task of restarted.open)
        if (task.left)
          expect(task).toMatchObject({ openedAt: at, left: amountOf(stepOf(story.definition, task.step).standardTime), rung: 0 });
    }
  });

  it('goes on by itself when somebody does the work', () => {
    for (const story of told) {
      const paused = done(then(story, story.last, 1000, pause));
      const task = paused.open[0]!;
      const { outcomes, requires } = stepOf(story.definition, task.step);
      if (requires.some((fact) => !paused.facts.includes(fact))) continue;
      const command = { type: 'complete', task: task.id, outcome: outcomes[0]!.key } as const;
      const by = { ...SYSTEM, roles: [{ role: task.role, ...(task.section && { section: task.section }) }] };
      const result = then(story, paused, 2 * DAY, command, by);
      if (typeof result === 'string') expect(result).toMatch(/^NOT_YOUR/);
      else expect([result[0].paused, (result[1] as { used: object }).used]).toEqual([undefined, NO_TIME]);
    }
  });
});

describe('a case that OSS says is deemed granted', () => {
  it('goes to the row that is named, unless it is on that way already, and once', () => {
    for (const story of told) {
      const goTo = story.definition.steps.at(-1)!.no;
      const result = then(story, story.last, 1000, deem(goTo));
      if (typeof result === 'string') {
        expect(result).toBe('DECISION_MADE');
        continue;
      }
      const [after] = result;
      const open = story.last.open[0]!;
      const ahead = forwardPath(story.definition, goTo).steps.includes(open.step);
      expect(after.open.map(({ step }) => step)).toEqual([ahead ? open.step : goTo]);
      expect(after.facts).toContain(DEEMED_GRANTED);
      expect(after.status).toBe('open');
      expect(then(story, after, 2000, deem(goTo))).toBe('DECISION_MADE');
    }
  });

  it('ends as granted where no row is named', () => {
    for (const story of told) {
      const result = then(story, story.last, 1000, deem(null));
      if (typeof result !== 'string') expect([result[0].status, result[0].open]).toEqual(['granted', []]);
    }
  });
});

it('obeys the system alone, and only while the case is open', () => {
  const commands = [pause, stop, resume, deem(null)];
  for (const command of commands) {
    for (const person of PEOPLE.filter(({ kind }) => kind === 'person'))
      expect(then(told[0]!, told[0]!.last, 0, command, person)).toBe('SYSTEM_ONLY');
    for (const story of closed) expect(then(story, story.last, 0, command)).toBe('APPLICATION_CLOSED');
  }
});

it('comes out the same when it is read from a text', () => {
  for (const story of told.slice(0, 50)) {
    const first = then(story, story.last, 1000, stop);
    if (typeof first === 'string') throw new Error(first);
    const read = JSON.parse(JSON.stringify([story.last, first[1]])) as [CaseState, CaseEvent];
    expect(evolve(story.definition, ...read)).toEqual(JSON.parse(JSON.stringify(first[0])));
  }
});
