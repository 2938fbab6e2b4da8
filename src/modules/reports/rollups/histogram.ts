/** Values below this have a bucket each. */
const EXACT = 256;
const EXACT_LOG = Math.log2(EXACT);
/** Buckets per doubling: each is 1.6 % wide, so that its middle, as a whole number, is less than 1 % from whatever lies in it. */
const PER_DOUBLING = 44;
const BUCKETS = EXACT + PER_DOUBLING * (31 - EXACT_LOG);

/** Counts of whole numbers from 0 to 2^31, small however many there are; they add up in any order. */
export class Histogram {
  private readonly counts = new Uint32Array(BUCKETS);
  private n = 0;
  private least = Infinity;
  private most = 0;

  get size(): number {
    return this.n;
  }

  add(value: number): void {
    this.counts[bucketOf(value)]!++;
    this.n++;
    if (value < this.least) this.least = value;
    if (value > this.most) this.most = value;
  }

  /** The smallest value that a share of all are not above, less than 1 % off; null where there are none. */
  quantile(share: number): number | null {
    if (this.n === 0) return null;
    let rest = Math.max(1, Math.ceil(this.n * share));
    let bucket = 0;
    while ((rest -= this.counts[bucket]!) > 0) bucket++;
    return Math.min(this.most, Math.max(this.least, middleOf(bucket)));
  }
}

function bucketOf(value: number): number {
  if (value < EXACT) return value;
  return Math.min(BUCKETS - 1, EXACT + Math.floor((Math.log2(value) - EXACT_LOG) * PER_DOUBLING));
}

function middleOf(bucket: number): number {
  return bucket < EXACT ? bucket : Math.round(2 ** (EXACT_LOG + (bucket - EXACT + 0.5) / PER_DOUBLING));
}
