import type { Tone } from './svg.js';

interface Told {
  readonly title: string;
  /** What is to be seen, in a sentence, for whoever cannot see it. */
  readonly about: string;
  /** What stands there instead of a picture of nothing. */
  readonly empty: string;
}

/** One bar per thing, the longest list first as it is given. */
export interface Bars extends Told {
  readonly kind: 'bars';
  readonly items: readonly { readonly label: string; readonly value: number; readonly text: string; readonly tone?: Tone }[];
  /** The value of a whole bar; absent: the largest. */
  readonly most?: number;
  /** Said beneath when there are more than fit; `{n}` is how many. */
  readonly more: string;
}

/** What became of something from time to time. */
export interface Lines extends Told {
  readonly kind: 'lines';
  readonly at: readonly string[];
  /** A value for each time; null breaks the line. */
  readonly series: readonly { readonly label: string; readonly values: readonly (number | null)[]; readonly tone?: Tone }[];
  readonly most?: number;
  readonly unit: string;
}

export type Chart = Bars | Lines;
