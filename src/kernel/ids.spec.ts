import { isId, newId } from './ids.js';

it('makes ids that sort by time, and within a millisecond by the order they were made in', () => {
  const at = (ms: number) => Array.from({ length: 500 }, () => newId(new Date(ms)));
  const made = [...at(1_763_900_000_000), ...at(1_763_900_000_001)];
  expect(made.every(isId)).toBe(true);
  expect([...made].sort()).toEqual(made);
  expect(new Set(made).size).toBe(made.length);
});
