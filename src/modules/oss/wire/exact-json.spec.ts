import fc from 'fast-check';
import { keepDigits, parseExact } from './exact-json.js';

const scalar = fc.oneof(
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string(),
  fc.boolean(),
  fc.constant(null),
);

it('keeps a whole number to its last digit, wherever it stands', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.string(), (number, text) => {
      const json = `{"a" : [ ${number},{"b":${number}}, ${JSON.stringify(text)}],"c":${number} }`;
      const kept = Number.isSafeInteger(Number(number)) ? Number(number) : String(number);
      expect(parseExact(json)).toEqual({ a: [kept, { b: kept }, text], c: kept });
    }),
  );
});

it('changes nothing else: numbers that are held, fractions, exponents, and digits within texts', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.option(fc.nat(4), { nil: undefined }), (value, indent) => {
      const json = JSON.stringify(value, undefined, indent);
      const exact = parseExact(json);
      expect(JSON.stringify(exact, (_, inner: unknown) => (isLong(inner) ? Number(inner) : inner))).toBe(
        JSON.stringify(value, (_, inner: unknown) => (isLong(inner) ? Number(inner) : inner)),
      );
    }),
  );
  fc.assert(
    fc.property(fc.array(scalar), (values) => {
      const json = JSON.stringify(values.filter((value) => typeof value !== 'number' || Number.isSafeInteger(value) || value % 1 !== 0));
      expect(keepDigits(json)).toBe(json);
    }),
  );
});

/** Large whole doubles are written out, and then read as the digits that were written. */
function isLong(value: unknown): boolean {
  return typeof value === 'string' && /^-?[1-9]\d{15,}$/.test(value);
}

it('reads the NIKs of the east', () => {
  expect(parseExact('{"nik":9471012345678901,"nib":1234567890123}')).toEqual({ nik: '9471012345678901', nib: 1234567890123 });
  expect(parseExact('[9007199254740991,9007199254740992,-9007199254740993]')).toEqual([
    9007199254740991,
    '9007199254740992',
    '-9007199254740993',
  ]);
  expect(parseExact(String.raw`["\\", 9471012345678901, "\"9471012345678901"]`)).toEqual(['\\', '9471012345678901', '"9471012345678901']);
});

it('makes no JSON of what is none', () => {
  for (const text of ['09471012345678901', '[1 9471012345678901]', '"9471012345678901', '{"a":-}', '--9471012345678901', '', '"\\'])
    expect(() => parseExact(text)).toThrow(SyntaxError);
  expect(keepDigits(`{"a": 94710123456789012.5, "b": 9471012345678901e2}`)).toBe(`{"a": 94710123456789012.5, "b": 9471012345678901e2}`);
});

it('takes its time by the length alone', () => {
  for (const sign of ['"', '\\"', '9', '-', '9471012345678901,', '"\\']) {
    const from = performance.now();
    keepDigits(sign.repeat(2_000_000 / sign.length));
    expect(performance.now() - from).toBeLessThan(5000);
  }
});
