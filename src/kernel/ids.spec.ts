import { isId, lowestId, newId } from './ids.js';

it('makes ids that sort by time, and within a millisecond by the order they were made in', () => {
  const at = (ms: number) => Array.from({ length: 500 }, () => newId(new Date(ms)));
  const made = [...at(1_763_900_000_000), ...at(1_763_900_000_001)];
  expect(made.every(isId)).toBe(true);
  expect([...made].sort()).toEqual(made);
  expect(new Set(made).size).toBe(made.length);
});

it('knows the lowest id of a moment: what was made before it is below, what is made from then on is not', () => {
  const at = new Date('2026-11-23T02:00:00.000Z');
  expect(newId(new Date(at.getTime() - 1)) < lowestId(at)).toBe(true);
  expect(newId(at) >= lowestId(at)).toBe(true);
  expect(lowestId(new Date('1945-01-01'))).toBe('00000000-0000-0000-0000-000000000000');
});
