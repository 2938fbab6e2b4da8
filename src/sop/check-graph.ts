import { graphOf, isStep, walk, type SopGraph } from './graph.js';
import { oneOf, type Problems } from './problem.js';
import type { SopDefinition, Step } from './sop-definition.js';

/** Ways to steps that do not exist, steps that nothing leads to, and steps from which no case can ever end. */
export function checkGraph(definition: SopDefinition, problems: Problems): void {
  const numbers = new Set(definition.steps.map((step) => step.no));
  definition.steps.forEach((step, i) =>
    step.outcomes.forEach(({ leadsTo }, j) => {
      if (typeof leadsTo === 'number' && !numbers.has(leadsTo)) {
        problems.add(['steps', i, 'outcomes', j, 'leadsTo'], `There is no step ${leadsTo}; the steps are ${ranges(numbers)}.`);
      }
    }),
  );
  const graph = graphOf(definition);
  if (!graph.start) {
    problems.add(['start'], `There is no step ${definition.start} to start with; the steps are ${ranges(numbers)}.`);
    return;
  }
  const index = new Map(definition.steps.map((step, i) => [step, i]));
  const reached = new Set(walk(graph).forward);
  for (const step of graph.steps) {
    if (!reached.has(step))
      problems.add(['steps', index.get(step)!, 'no'], `No way leads from the start (step ${definition.start}) to step ${step.no}.`);
  }
  for (const circle of circles(graph, endless(graph))) {
    const names = circle.map((step) => step.no);
    problems.add(
      ['steps', index.get(circle[0]!)!, 'outcomes'],
      `The steps ${names.join(' → ')} → ${names[0]} go round in a circle that never ends; one of them must lead out of it.`,
    );
  }
}

/** The steps from which no ending can be reached. */
function endless({ steps, edges }: SopGraph): Set<Step> {
  const ends = new Set<Step>();
  const before = new Map<Step, Step[]>();
  const waiting: Step[] = [];
  for (const [step, ways] of edges) {
    for (const { to } of ways) {
      if (isStep(to)) before.set(to, [...(before.get(to) ?? []), step]);
      else waiting.push(step);
    }
  }
  for (let step = waiting.pop(); step; step = waiting.pop()) {
    if (ends.has(step)) continue;
    ends.add(step);
    waiting.push(...(before.get(step) ?? []));
  }
  return new Set(steps.filter((step) => !ends.has(step)));
}

/** One circle for each group of lost steps: whoever goes on from a lost step comes back to one he has seen. */
function circles({ edges }: SopGraph, lost: ReadonlySet<Step>): Step[][] {
  const found: Step[][] = [];
  const seen = new Set<Step>();
  for (const first of lost) {
    const path: Step[] = [];
    let step: Step | undefined = first;
    while (step && !seen.has(step)) {
      seen.add(step);
      path.push(step);
      step = (edges.get(step) ?? []).map((edge) => edge.to).find(isStep);
    }
    if (step && path.includes(step)) found.push(path.slice(path.indexOf(step)));
  }
  return found;
}

/** "1 to 4, 7", for a sentence. */
function ranges(numbers: Iterable<number>): string {
  const sorted = [...numbers].sort((a, b) => a - b);
  const runs: [number, number][] = [];
  for (const no of sorted) {
    const last = runs.at(-1);
    if (last && no === last[1] + 1) last[1] = no;
    else runs.push([no, no]);
  }
  return oneOf(runs.map(([from, to]) => (from === to ? `${from}` : `${from} to ${to}`))).replace(/ or (?=[^,]*$)/, ' and ');
}
