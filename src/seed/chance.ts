import { createHash } from 'node:crypto';

/** Chance that comes out the same for the same seed: sfc32, as fast as Math.random and good enough for a history. */
export class SeededChance {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(seed: string) {
    const hash = createHash('sha256').update(seed).digest();
    [this.a, this.b, this.c] = [hash.readInt32LE(0), hash.readInt32LE(4), hash.readInt32LE(8)];
    for (let i = 0; i < 20; i++) this.bits();
  }

  /** 32 random bits. */
  bits(): number {
    const t = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + t) | 0;
    return t >>> 0;
  }

  /** From 0 up to 1, without 1. */
  share(): number {
    return this.bits() / 4_294_967_296;
  }

  /** A whole number from 0, below `n`. */
  below(n: number): number {
    return Math.floor(this.share() * n);
  }

  oneIn(n: number): boolean {
    return this.share() * n < 1;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  /** How long it is until something happens that happens once in `mean` on average. */
  waiting(mean: number): number {
    return -Math.log(1 - this.share()) * mean;
  }

  /** Around 1 by half as often as by double, as working times are: `spread` is the deviation of the logarithm. */
  around(spread: number): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.share())) * Math.cos(2 * Math.PI * this.share());
    return Math.exp(spread * normal);
  }

  digits(n: number): string {
    return Array.from({ length: n }, () => this.below(10)).join('');
  }

  bytes(n: number): Uint8Array {
    const bytes = new Uint8Array(n);
    for (let i = 0, bits = 0; i < n; i++, bits >>>= 8) {
      if ((i & 3) === 0) bits = this.bits();
      bytes[i] = bits & 255;
    }
    return bytes;
  }
}
