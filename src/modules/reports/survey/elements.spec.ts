import { ELEMENTS, gradeOf, indexOf } from './elements.js';

it('asks about nine elements', () => {
  expect(new Set(ELEMENTS.map(({ key }) => key)).size).toBe(9);
});

it.each([
  [[1, 1, 1], 25, 'D'],
  [[2.5996], 64.99, 'D'],
  [[2.6], 65, 'C'],
  [[3.064], 76.6, 'C'],
  [[3.0644], 76.61, 'B'],
  [[3.532], 88.3, 'B'],
  [[3.5324], 88.31, 'A'],
  [[4, 4], 100, 'A'],
  [[4, 1], 62.5, 'D'],
])('makes an index of the means %j: %d, %s', (means, index, grade) => {
  expect(indexOf(means)).toBe(index);
  expect(gradeOf(index)).toBe(grade);
});
