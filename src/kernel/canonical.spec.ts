import fc from 'fast-check';
import { canonical } from './canonical.js';

/** What hashes have been made of since the first journal: slower, and the measure of the other. */
function plainly(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

const key = fc.oneof(fc.string(), fc.nat().map(String), fc.constantFrom('__proto__', '4294967295', '4294967294', '01', '-1', 'ä', 'a'));
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    fc.oneof(fc.string({ unit: 'binary' }), fc.double(), fc.integer(), fc.boolean(), fc.constantFrom(null, undefined)),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(key, tie('json'), { maxKeys: 6 }),
  ),
}));

it('is the same as sorting every object, whatever is in it', () => {
  fc.assert(
    fc.property(json, (value) => {
      fc.pre(value !== undefined);
      expect(canonical(value)).toBe(plainly(value));
    }),
    { numRuns: 500 },
  );
});

it('writes moments as JSON does, and does not care how keys came', () => {
  expect(canonical({ b: new Date(0), 10: 1, a: [undefined], 9: { z: 1, y: 2 } })).toBe(
    '{"9":{"y":2,"z":1},"10":1,"a":[null],"b":"1970-01-01T00:00:00.000Z"}',
  );
});
