import fc from 'fast-check';

const MOST = 0xff_ffff;

/** The choices behind one request: fast-check makes them, repeats them by seed, and makes them smaller when one was a find. */
export class Chance {
  constructor(private readonly value: fc.GeneratorValue) {}

  /** 0 up to `count` - 1. */
  below(count: number): number {
    return this.value(fc.nat, MOST) % count;
  }

  /** The first of a list is what a find is made smaller to. */
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  /** True once in so many times. */
  once(inSoMany: number): boolean {
    return this.below(inSoMany) === inSoMany - 1;
  }

  some<T>(list: readonly T[], inSoMany = 2): T[] {
    return list.filter(() => this.once(inSoMany));
  }

  /** Something that nobody meant. */
  odd(): unknown {
    const kind = this.below(8);
    if (kind === 6) return this.value(anything);
    if (kind === 7) return this.value(anyText);
    return this.pick(ODD);
  }

  oddText(): string {
    return this.once(3) ? this.value(anyText) : this.pick(ODD_TEXTS);
  }
}

const anything = () => fc.jsonValue({ maxDepth: 4 });
const anyText = () => fc.string({ unit: 'binary', maxLength: 40 });

const ODD_TEXTS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udc00x',
  '\u202e',
  '😀',
  '\n',
  '__proto__',
  'constructor',
  'toString',
  "' or 1=1 --",
  '<script>alert(1)</script>',
  '=1+1',
  '%s%n%00',
  '../../etc/passwd',
  '${7*7}',
  'null',
  'NaN',
  '-0',
  '1e999',
  '0000-00-00',
  '2026-02-30',
  '2026-11-23T99:99:99Z',
  '+275760-09-13',
  'x'.repeat(3000),
  '00000000-0000-7000-8000-000000000000',
] as const;

const ODD: readonly unknown[] = [
  ...ODD_TEXTS,
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e21,
  1e308,
  2 ** 31,
  2 ** 53,
  -(2 ** 63),
  [],
  {},
  [[]],
  [null],
  { a: 1 },
  JSON.parse('{"__proto__":{"polluted":true}}'),
  Array.from({ length: 300 }, () => 'x'),
  nested(30),
  nested(60),
];

/** Lists in lists. */
function nested(depth: number): unknown {
  return JSON.parse('['.repeat(depth) + ']'.repeat(depth));
}
