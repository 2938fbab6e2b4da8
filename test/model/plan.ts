import type { ModelCase } from './case.js';
import type { Request } from './client.js';

/** A command with what the model expects of it. */
export interface Planned {
  readonly name: string;
  readonly request: Request;
  readonly kase?: ModelCase | undefined;
  readonly status: number;
  readonly code?: string | undefined;
  /** Several at once, each with a key of its own: one is done, the others find it done. */
  readonly rivals?: readonly Request[];
  readonly rivalCodes?: readonly string[];
  /** What the model makes of the answer. */
  readonly apply?: ((body: unknown) => void | Promise<void>) | undefined;
  /** Compares the answer with the case afterwards. */
  readonly shows?: 'case';
}

/** How often what is tried; a fault that needs a rare course is looked for with other weights. */
export interface Weights {
  readonly forward: number;
  readonly otherWay: number;
  readonly wrong: number;
  readonly claim: number;
  readonly race: number;
  readonly document: number;
  readonly withdraw: number;
  readonly void: number;
  readonly correct: number;
  readonly revoke: number;
  readonly insert: number;
  readonly replay: number;
  /** Of each pause between commands: the probability of something that concerns all cases. */
  readonly office: number;
  readonly days: number;
}

export const WEIGHTS: Weights = {
  forward: 60,
  otherWay: 6,
  wrong: 16,
  claim: 7,
  race: 3,
  document: 4,
  withdraw: 0.4,
  void: 20,
  correct: 40,
  revoke: 6,
  insert: 0.15,
  replay: 8,
  office: 0.12,
  days: 0.1,
};
