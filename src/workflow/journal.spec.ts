import fc from 'fast-check';
import { canonical } from '../kernel/canonical.js';

/** What the hashes of all journals were made by at first. */
function byStringify(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

it('writes every JSON value as it always has', () => {
  fc.assert(fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => expect(canonical(value)).toBe(byStringify(value))));
});

it('keeps numbers among keys in their order, and leaves out what is undefined', () => {
  const value = { b: 1, 10: 'x', 9: { z: 1, a: undefined }, 4294967295: 1, 4294967294: 2, '01': 3, a: [undefined, null] };
  expect(canonical(value)).toBe(byStringify(value));
});
