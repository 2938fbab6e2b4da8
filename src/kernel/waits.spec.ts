import { doubledWait } from './waits.js';

it('waits twice as long each time, and never longer than the longest', () => {
  expect([0, 1, 2, 3, 4].map((before) => doubledWait(1000, before, 6000))).toEqual([1000, 2000, 4000, 6000, 6000]);
  expect(doubledWait(1, 5000, 3600)).toBe(3600);
});
