import fc from 'fast-check';
import { NO_TIME } from '../kernel/duration.js';
import { APPLICANT, holds, type Principal } from '../kernel/principal.js';
import type { CaseEvent, CaseState, OpenTask } from './case-events.js';
import { mayAct } from './acting.js';
import { decide } from './decide.js';
import { outcomeOf, stepOf } from './definition-lookup.js';
import { separated } from './separation.js';
import { evolve } from './evolve.js';
import { PEOPLE, stories, wayOut, type Story } from './testing/random-story.js';

/** Telling a story takes longer than checking it: all checks share these. */
const told = fc.sample(stories, 300);

/** Checks something of 300 random stories; what does not hold is looked for again, to be told as shortly as possible. */
function always(check: (story: Story) => void): void {
  for (const story of told) {
    try {
      check(story);
    } catch (error) {
      fc.assert(fc.property(stories, check), { numRuns: 1000 });
      throw error;
    }
  }
}

/** Somebody who holds the role of a task and has done nothing yet. */
function newcomerFor({ role, section }: OpenTask): Principal {
  const id = `newcomer-${role}`;
  return { agency: 'toy-agency', id, name: id, kind: 'person', roles: [{ role, ...(section !== null && { section }) }] };
}

/** What was accepted, with the task it was about. */
function accepted<T extends CaseEvent['type']>({ tries }: Story, type: T) {
  return tries.flatMap(({ before, after, decision, principal }) => {
    if (!decision.ok || decision.event.type !== type) return [];
    const event = decision.event as Extract<CaseEvent, { type: T }>;
    const task = 'task' in event ? before.open.find(({ id }) => id === event.task) : undefined;
    return [{ before, after, event, principal, task: task as OpenTask }];
  });
}

describe('a case, whatever is tried with it', () => {
  it('is not changed by what is refused', () => {
    always(({ tries }) => {
      for (const { decision, before, after } of tries) if (!decision.ok) expect(after).toBe(before);
    });
  });

  it('is moved by nobody but who holds the role, and the section where there is one', () => {
    always((story) => {
      for (const { event, task, before, principal } of accepted(story, 'completed')) {
        expect(event.actor.id).toBe(principal.id);
        if (task.role !== APPLICANT) {
          expect(holds(principal, task.role)).toBe(true);
          if (task.section) expect(principal.roles).toContainEqual({ role: task.role, section: task.section });
          expect(event.actor.role).toBe(task.role);
        } else {
          const itsApplicant = before.applicant ? principal.id === before.applicant : holds(principal, before.assistant!);
          expect(itsApplicant).toBe(true);
        }
      }
    });
  });

  it('has nobody complete or claim what is kept from who did an earlier step, nor their own application', () => {
    always((story) => {
      for (const { event, before, principal } of [...accepted(story, 'completed'), ...accepted(story, 'claimed')]) {
        const earlier = story.events.slice(0, story.events.indexOf(event));
        const kept = stepOf(story.definition, event.step).notBy ?? [];
        const did = earlier.filter((each) => each.type === 'completed' && kept.includes(each.step) && each.actor.id === principal.id);
        expect(did).toEqual([]);
        if (event.actor.role !== APPLICANT) expect(principal.id).not.toBe(before.applicant);
      }
    });
  });

  it('refuses with a code of its own whoever holds the role and is kept from it', () => {
    let refusals = 0;
    always(({ definition, tries }) => {
      for (const { before, decision, principal, command } of tries) {
        const task = 'task' in command ? before.open.find(({ id }) => id === command.task) : undefined;
        if (!task || (command.type !== 'complete' && command.type !== 'claim') || !mayAct(before, task, principal)) continue;
        const apart = separated(definition, before, task, principal, {});
        if (apart.ok) continue;
        refusals++;
        expect(decision.ok ? undefined : [decision.refusal.kind, decision.refusal.code]).toEqual(['forbidden', 'SEPARATION_OF_DUTIES']);
      }
    });
    expect(refusals).toBeGreaterThan(10);
  });

  it('has one open task, and none when it is closed', () => {
    always(({ tries }) => {
      for (const { after } of tries) expect(after.open).toHaveLength(after.status === 'open' ? 1 : 0);
    });
  });

  it('comes out the same when its events are replayed from the start, also from a text', () => {
    always(({ definition, events, last }) => {
      const replay = (history: readonly CaseEvent[]) =>
        history.reduce<CaseState | undefined>((state, event) => evolve(definition, state, event), undefined);
      expect(replay(events)).toEqual(last);
      const read = JSON.parse(JSON.stringify(events)) as CaseEvent[];
      expect(replay(read)).toEqual(JSON.parse(JSON.stringify(last)));
    });
  });

  it('takes no more commands once it is closed', () => {
    always(({ tries }) => {
      for (const { before, decision } of tries) if (before.status !== 'open') expect(decision.ok).toBe(false);
    });
  });

  it('never gives used time back', () => {
    always(({ tries }) => {
      for (const { before, after } of tries) {
        const less = Object.entries(after.used).filter(([step, { days, ms }]) => {
          const earlier = before.used[Number(step)] ?? NO_TIME;
          return days < earlier.days || ms < earlier.ms;
        });
        if (less.length > 0) throw new Error(`less than before: ${JSON.stringify(less)}`);
        if (Object.keys(after.used).length < Object.keys(before.used).length) throw new Error('a step is forgotten');
      }
    });
  });

  it('uses no time of a step whose clock stands still', () => {
    always((story) => {
      for (const { event, task } of accepted(story, 'completed')) if (!task.left) expect(event.used).toEqual({ days: 0, ms: 0 });
    });
  });

  it('holds the facts that an outcome sets, and no more those that it clears', () => {
    always((story) => {
      for (const { event, after } of accepted(story, 'completed')) {
        const { sets, clears } = outcomeOf(stepOf(story.definition, event.step), event.outcome)!;
        expect(after.facts).toEqual(expect.arrayContaining([...sets]));
        expect(clears.filter((fact) => !sets.includes(fact) && after.facts.includes(fact))).toEqual([]);
      }
    });
  });

  it('has what a step requires whenever that step is completed', () => {
    always((story) => {
      for (const { event, before } of accepted(story, 'completed')) {
        expect(before.facts).toEqual(expect.arrayContaining([...stepOf(story.definition, event.step).requires]));
      }
    });
  });

  it('goes where the outcome leads, as the definition has it', () => {
    always((story) => {
      for (const { event, task, after } of accepted(story, 'completed')) {
        expect(event.step).toBe(task.step);
        const { leadsTo } = outcomeOf(stepOf(story.definition, event.step), event.outcome)!;
        expect(event.next?.step ?? event.ending).toBe(leadsTo);
        expect([after.status, after.open[0]]).toEqual(event.next ? ['open', event.next] : [leadsTo, undefined]);
      }
    });
  });

  it('is withdrawn only while its letter is not signed', () => {
    always((story) => {
      for (const { before } of accepted(story, 'withdrawn')) expect(before.facts).not.toContain(story.definition.withdrawableUntil);
    });
  });

  it('is done by who has taken the task, as long as it is taken', () => {
    always((story) => {
      for (const { task, principal } of [...accepted(story, 'completed'), ...accepted(story, 'claimed')]) {
        expect([null, principal.id]).toContain(task.claimedBy);
      }
    });
  });

  it('rings each rung of a task at most once, in order, and by the system alone', () => {
    always((story) => {
      for (const { event, task, principal, after } of accepted(story, 'rang')) {
        expect(principal.kind).toBe('system');
        expect(event.rung).toBeGreaterThanOrEqual(task.rung);
        expect(after.open).toEqual([{ ...task, rung: event.rung + 1, escalatedAt: event.at }]);
      }
    });
  });

  it('is warned of the law by the system alone, in order, and only while a decision is owed', () => {
    always((story) => {
      for (const { event, before, after, principal } of accepted(story, 'warned')) {
        expect(principal.kind).toBe('system');
        expect([before.statutory?.warning, before.statutory?.endedAt]).toEqual([event.warning, null]);
        expect(after).toEqual({ ...before, statutory: { ...before.statutory, warning: event.warning + 1 } });
        expect(event.kind).toBe(
          event.warning < story.definition.statutory!.remindBefore.length ? 'statutory-reminder' : 'statutory-passed',
        );
        if (event.kind === 'statutory-passed') expect(event.at >= event.dueAt).toBe(true);
      }
    });
  });

  it('owes no decision by law when it is closed, or when the law is not there', () => {
    always(({ definition, tries }) => {
      for (const { after } of tries) {
        if (!definition.statutory) expect(after.statutory).toBeUndefined();
        if (after.status !== 'open' && after.statutory) expect(after.statutory.endedAt).not.toBeNull();
      }
    });
  });

  it('can still come to an end, from wherever it is', () => {
    always(({ definition, last, present }) => {
      let state = last;
      for (let i = 0; state.status === 'open'; i++) {
        const [task] = state.open;
        const outcome = wayOut(definition, task!.step);
        const claimer = PEOPLE.find(({ id }) => id === task!.claimedBy);
        const able = PEOPLE.filter((one) => mayAct(state, task!, one) && separated(definition, state, task!, one, {}).ok);
        // Somebody new, where all of the office have done what the rules keep apart.
        const principal = able.find(({ id }) => id === claimer?.id) ?? able[0] ?? newcomerFor(task!);
        if (claimer && claimer.id !== principal.id) {
          const released = decide(definition, state, { type: 'release', task: task!.id }, claimer, present(`free-${i}`));
          if (!released.ok) throw released.refusal;
          state = evolve(definition, state, released.event);
        }
        const decision = decide(definition, state, { type: 'complete', task: task!.id, outcome }, principal, present(`end-${i}`));
        if (!decision.ok) throw decision.refusal;
        state = evolve(definition, state, decision.event);
        expect(i).toBeLessThan(definition.steps.length);
      }
    });
  });
});
