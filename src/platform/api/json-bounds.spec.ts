import fc from 'fast-check';
import { REQUEST_BOUNDS, refuseLargeJson, refuseLargeValue, type JsonBounds } from './json-bounds.js';

const SMALL: JsonBounds = { depth: 3, values: 12, members: 4, items: 5, text: 10 };
const many = (count: number, text: (i: number) => string) => Array.from({ length: count }, (_, i) => text(i)).join(',');
const refuse = (json: string, bounds = SMALL) => refuseLargeJson(Buffer.from(json), bounds);

test.each([
  ['nesting', '[[[1]]]', '[[[[1]]]]'],
  ['members', `{${many(4, (i) => `"${i}":1`)}}`, `{${many(5, (i) => `"${i}":1`)}}`],
  ['members of one name', `{${many(4, () => `"a":1`)}}`, `{${many(5, () => `"a":1`)}}`],
  ['items', `[${many(5, () => '1')}]`, `[${many(6, () => '1')}]`],
  ['values', `[[${many(4, () => '1')}],[${many(3, () => '1')}]]`, `[[${many(5, () => '1')}],[${many(5, () => '1')}]]`],
  ['a text', '"123456789"', '"1234567890"'],
  ['a name', '{"123456789":1}', '{"1234567890":1}'],
  ['an escaped text', String.raw`"\"\"\"\""`, String.raw`"\"\"\"\"\"\""`],
])('takes so much and no more: %s', (_, fits, tooMuch) => {
  expect(() => refuse(fits)).not.toThrow();
  expect(() => refuse(tooMuch)).toThrow(/JSON/);
});

it.each(['{"a,[{":",,,,,,,"}', String.raw`["\\",1,"\"[[[["]`, '', '"', '"\\', ']]]]', '}{'])(
  'reads texts as texts, and no JSON as well: %s',
  (json) => {
    expect(() => refuse(json)).not.toThrow();
  },
);

it('agrees with the walk over what was parsed', () => {
  const bounds = { ...SMALL, text: 1000 };
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      const refused = (work: () => void) => {
        try {
          return void work();
        } catch (error) {
          return (error as { code: string }).code;
        }
      };
      // Counted by commas and brackets, which is never less than there is.
      if (refused(() => refuseLargeValue(value, bounds))) expect(refused(() => refuse(JSON.stringify(value), bounds))).toBeDefined();
    }),
  );
});

it('looks at a megabyte of anything in a few milliseconds', () => {
  const wide = Buffer.from(`{${many(110_000, (i) => `"${i.toString(36)}":1`)}}`);
  const long = Buffer.from(JSON.stringify('\\'.repeat(500_000)));
  const took = [wide, long].map((json) => {
    const from = performance.now();
    expect(() => refuseLargeJson(json, REQUEST_BOUNDS)).toThrow(/JSON/);
    return performance.now() - from;
  });
  expect(Math.max(...took)).toBeLessThan(50);
});
