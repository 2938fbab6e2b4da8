import fc from 'fast-check';
import { Histogram } from './histogram.js';

const exact = (values: readonly number[], share: number) =>
  [...values].sort((one, other) => one - other)[Math.max(1, Math.ceil(values.length * share)) - 1]!;

const value = fc.oneof(fc.nat({ max: 300 }), fc.nat({ max: 1_000_000 }), fc.integer({ min: 0, max: 2 ** 31 - 1 }));

it('tells a quantile within 1 %, and small numbers exactly', () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 200 }), fc.constantFrom(0.1, 0.5, 0.9, 1), (values, share) => {
      const histogram = new Histogram();
      values.forEach((each) => histogram.add(each));
      const right = exact(values, share);
      const told = histogram.quantile(share)!;
      expect(Math.abs(told - right)).toBeLessThanOrEqual(right < 128 ? 0 : right * 0.01);
      expect(histogram.size).toBe(values.length);
    }),
  );
});

it('knows nothing of nothing', () => {
  expect(new Histogram().quantile(0.5)).toBeNull();
});
