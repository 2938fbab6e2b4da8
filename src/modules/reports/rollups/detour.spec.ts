import type { CaseEvent } from '../../../sop/case-events.js';
import { parsed, SMALL_SOP } from '../../../sop/testing/small-sop.js';
import { reasonOf, detourOf } from './detour.js';

const definition = parsed(SMALL_SOP);
const AT = '2026-11-23T20:30:00.000Z';
const actor = { id: 'u', name: 'Petugas', role: 'front-office' };

const turn = (event: object) =>
  detourOf({
    ...{ agency: 'toy-agency', applicationId: 'a', seq: 3, sha256: 'x', definition, zone: 'Asia/Jakarta' },
    event: { at: AT, actor, ...event } as CaseEvent,
    ...{ opened: null, usedBefore: { days: 0, ms: 0 }, corrected: false },
  });

const completed = (step: number, outcome: string, data: object = {}) =>
  turn({ type: 'completed', task: 't', step, outcome, note: null, used: { days: 0, ms: 0 }, next: null, ending: null, data });

it('is told by where each outcome leads, for every row', () => {
  for (const step of definition.steps) {
    for (const [i, outcome] of step.outcomes.entries()) {
      const told = completed(step.no, outcome.key);
      if (i === 0) expect(told).toBeUndefined();
      else if (typeof outcome.leadsTo === 'number' && outcome.leadsTo <= step.no) expect(told?.kind).toBe('returned');
      else if (told) expect(told.kind).toBe('refused');
    }
  }
});

it('has the day of the office, and its reason stays in the journal', () => {
  const event = { type: 'withdrawn', reason: 'Pindah.', tasks: [] };
  expect(turn(event)).toMatchObject({ kind: 'withdrawn', day: '2026-11-24', step: null });
  expect(turn(event)).not.toHaveProperty('reason');
  expect(reasonOf(definition, { at: AT, actor, ...event } as CaseEvent)).toBe('Pindah.');
  expect(turn({ type: 'claimed', task: 't', step: 1 })).toBeUndefined();
});
