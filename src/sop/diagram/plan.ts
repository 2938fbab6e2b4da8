import { graphOf, isStep } from '../graph.js';
import type { Actor, Ending, SopDefinition, Step } from '../sop-definition.js';

export type DiagramLanguage = 'id' | 'en';

/** What stands in a row of the diagram: each row holds one thing, in the lane of who does it. */
export interface Spot {
  readonly row: number;
  readonly lane: number;
  readonly shows:
    { readonly kind: 'start' } | { readonly kind: 'end'; readonly ending: Ending } | { readonly kind: 'step'; readonly step: Step };
}

/** An arrow: to the next row, to one further down, or back up. */
export interface Way {
  readonly from: Spot;
  readonly to: Spot;
  readonly kind: 'next' | 'ahead' | 'back';
  /** Empty where there is nothing to choose. */
  readonly label: string;
}

/** What is drawn, before it has any size. */
export interface Plan {
  readonly lanes: readonly Actor[];
  readonly spots: readonly Spot[];
  readonly ways: readonly Way[];
}

/** Rows in the order of the file: the start, each step, and below a step the endings it leads to. */
export function planOf(definition: SopDefinition, language: DiagramLanguage): Plan {
  const graph = graphOf(definition);
  const spots: Spot[] = [];
  const place = (lane: number, shows: Spot['shows']): Spot => {
    const spot = { row: spots.length, lane, shows };
    spots.push(spot);
    return spot;
  };
  const laneOf = (step: Step) =>
    Math.max(
      0,
      definition.actors.findIndex((actor) => actor.role === step.roles[0]),
    );
  const start = graph.start && place(laneOf(graph.start), { kind: 'start' });
  const stepSpots = new Map<Step, Spot>();
  const endSpots = new Map<string, Spot>();
  for (const step of graph.steps) {
    stepSpots.set(step, place(laneOf(step), { kind: 'step', step }));
    for (const ending of new Set((graph.edges.get(step) ?? []).flatMap(({ to }) => (isStep(to) ? [] : [to])))) {
      endSpots.set(`${step.no} ${ending}`, place(laneOf(step), { kind: 'end', ending }));
    }
  }
  const ways: Way[] = start ? [way(start, stepSpots.get(graph.start)!, '')] : [];
  for (const [step, edges] of graph.edges) {
    // Outcomes that lead to one place are one arrow.
    const labels = new Map<Spot, string[]>();
    for (const { to, outcome } of edges) {
      const spot = isStep(to) ? stepSpots.get(to)! : endSpots.get(`${step.no} ${to}`)!;
      labels.set(spot, [...(labels.get(spot) ?? []), outcome.label[language]]);
    }
    for (const [to, names] of labels) ways.push(way(stepSpots.get(step)!, to, edges.length > 1 ? names.join(' / ') : ''));
  }
  return { lanes: definition.actors, spots, ways };
}

function way(from: Spot, to: Spot, label: string): Way {
  return { from, to, label, kind: to.row <= from.row ? 'back' : to.row === from.row + 1 ? 'next' : 'ahead' };
}
