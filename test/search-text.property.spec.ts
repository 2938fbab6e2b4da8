import fc from 'fast-check';
import { searchText } from '../src/kernel/typed/search-text.js';
import { GROUPINGS, storedName, TRANSFORMATIONS } from './support/typed-names.js';
import { askedFor, SEARCHABLE, wordPattern } from '../src/workflow/search-text.js';

/** As the database compares: LIKE with `%` alone. */
function isFound(search: string, q: string): boolean {
  const asked = askedFor(q);
  return asked.words.length > 0 && asked.words.every((word) => search.includes(wordPattern(asked, word).replaceAll('%', '')));
}

const NAMES = 10_000;

it.each(Object.entries(TRANSFORMATIONS))('a stored name is found typed with %s, with and without its titles', (_, typed) => {
  fc.assert(
    fc.property(storedName, ({ plain, full }) => {
      const search = searchText(['503/0042/IUMK/2026', full]);
      for (const name of [full, plain]) {
        const q = typed(name);
        if (SEARCHABLE.test(q) && q.length <= 100) expect([q, isFound(search, q)]).toEqual([q, true]);
      }
    }),
    { numRuns: Math.ceil(NAMES / Object.keys(TRANSFORMATIONS).length), seed: 1 },
  );
});

it.each(Object.entries(GROUPINGS))('a stored number is found typed with %s', (_, typed) => {
  const digits = fc.integer({ min: 1, max: 9999 }).map((n) => String(n).padStart(4, '0'));
  const number = fc.tuple(digits, fc.constantFrom('503/#.A/IUMK/X/2026', 'RESI-2026-#', '440/#/SIK.RM/II/2027', '812000#1234')).map(([n, form]) => form.replace('#', n)); // prettier-ignore
  fc.assert(
    fc.property(number, (stored) => {
      const q = typed(stored);
      expect([q, isFound(searchText([stored, 'Siti Nuraini']), q)]).toEqual([q, true]);
    }),
    { numRuns: 500, seed: 1 },
  );
});

it('does not find what is not there', () => {
  const search = searchText(['503/0042/IUMK', "Hj. Siti Nur'aini, S.Kep., Ns."]);
  for (const q of ['Sita', 'Nurani', '0043', 'Siti Sinaga']) expect(isFound(search, q)).toBe(false);
});
