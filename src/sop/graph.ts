import type { Ending, Outcome, SopDefinition, Step } from './sop-definition.js';

/** One way from a step to another step or to an ending. */
export interface Edge {
  readonly from: Step;
  readonly outcome: Outcome;
  readonly to: Step | Ending;
}

/** A definition as a graph; what leads to a step that does not exist is left out. */
export interface SopGraph {
  readonly start: Step | undefined;
  readonly steps: readonly Step[];
  readonly edges: ReadonlyMap<Step, readonly Edge[]>;
}

/** The steps of a definition and the ways between them. Of two steps with one number the first counts. */
export function graphOf(definition: Pick<SopDefinition, 'start' | 'steps'>): SopGraph {
  const byNo = new Map<number, Step>();
  for (const step of definition.steps) if (!byNo.has(step.no)) byNo.set(step.no, step);
  const steps = [...byNo.values()];
  const edges = new Map(steps.map((step) => [step, edgesOf(step, byNo)]));
  return { start: byNo.get(definition.start), steps, edges };
}

function edgesOf(from: Step, byNo: ReadonlyMap<number, Step>): Edge[] {
  return from.outcomes.flatMap((outcome) => {
    const to = typeof outcome.leadsTo === 'number' ? byNo.get(outcome.leadsTo) : outcome.leadsTo;
    return to === undefined ? [] : [{ from, outcome, to }];
  });
}

export const isStep = (to: Step | Ending): to is Step => typeof to !== 'string';

/** A walk from the start that follows each way once. */
export interface Walk {
  /** The steps that the start leads to, each before all that come after it on forward ways. */
  readonly forward: readonly Step[];
  /** The ways that lead back to a step on the way; without them nothing goes round in a circle. */
  readonly back: ReadonlySet<Edge>;
}

/** Walks the graph depth first, forward paths first. */
export function walk({ start, edges }: SopGraph): Walk {
  const back = new Set<Edge>();
  const finished: Step[] = [];
  const state = new Map<Step, 'on the way' | 'done'>();
  const visit = (step: Step): void => {
    state.set(step, 'on the way');
    for (const edge of edges.get(step) ?? []) {
      if (!isStep(edge.to)) continue;
      const met = state.get(edge.to);
      if (met === undefined) visit(edge.to);
      else if (met === 'on the way') back.add(edge);
    }
    state.set(step, 'done');
    finished.push(step);
  };
  if (start) visit(start);
  return { forward: finished.reverse(), back };
}
