import { stepOf } from './definition-lookup.js';
import type { Ending, SopDefinition } from './sop-definition.js';

/** Where a case goes if every step ends the way forward; no ending where that goes round in a circle. */
export interface ForwardPath {
  readonly steps: readonly number[];
  readonly ending: Ending | null;
}

/** The way forward from a step, which is its first. */
export function forwardPath(definition: SopDefinition, from: number): ForwardPath {
  const steps = new Set<number>();
  for (let no = from; !steps.has(no);) {
    steps.add(no);
    const leadsTo = stepOf(definition, no).outcomes[0]!.leadsTo;
    if (typeof leadsTo === 'string') return { steps: [...steps], ending: leadsTo };
    no = leadsTo;
  }
  return { steps: [...steps], ending: null };
}
