import { amountOf, NO_TIME, plus, type WorkingAmount } from '../kernel/duration.js';
import { graphOf, isStep, walk } from './graph.js';
import { ENDINGS, type Ending, type SopDefinition, type Step } from './sop-definition.js';

/** The standard time from submission to an ending, on the longest way there. */
export interface StandardTotal extends WorkingAmount {
  /** In the words of the SOP: "4 Hari 11 Jam 30 Menit". */
  readonly text: string;
  /** The numbers of the steps on that way. */
  readonly steps: readonly number[];
}

interface Reached {
  readonly amount: WorkingAmount;
  readonly before: Step | undefined;
}

/**
 * For each ending that can be reached: the standard times of the rows on the way added up, each row taken once. Ways
 * back to a step on the way are not followed. Where several ways lead to an ending, the longest counts: days first.
 */
export function standardTotals(definition: SopDefinition): Readonly<Partial<Record<Ending, StandardTotal>>> {
  const graph = graphOf(definition);
  const { forward, back } = walk(graph);
  const longest = new Map<Step | Ending, Reached>();
  if (graph.start) longest.set(graph.start, { amount: NO_TIME, before: undefined });
  const endings = new Set<Ending>();
  for (const step of forward) {
    const amount = plus(longest.get(step)!.amount, amountOf(step.standardTime));
    for (const edge of graph.edges.get(step) ?? []) {
      if (back.has(edge)) continue;
      if (!isStep(edge.to)) endings.add(edge.to);
      const known = longest.get(edge.to);
      if (!known || isLonger(amount, known.amount)) longest.set(edge.to, { amount, before: step });
    }
  }
  return Object.fromEntries(ENDINGS.filter((ending) => endings.has(ending)).map((ending) => [ending, total(ending, longest)]));
}

function isLonger(one: WorkingAmount, other: WorkingAmount): boolean {
  return one.days === other.days ? one.ms > other.ms : one.days > other.days;
}

function total(ending: Ending, longest: ReadonlyMap<Step | Ending, Reached>): StandardTotal {
  const { amount, before } = longest.get(ending)!;
  const steps: number[] = [];
  for (let step = before; step; step = longest.get(step)?.before) steps.unshift(step.no);
  // Times have two decimals at most; what lies beyond comes from adding them in binary.
  const days = Math.round(amount.days * 100) / 100;
  const ms = Math.round(amount.ms);
  return { days, ms, text: amountText(days, ms), steps };
}

function amountText(days: number, ms: number): string {
  const minutes = Math.round(ms / 600) / 100;
  const parts: [number, string][] = [
    [days, 'Hari'],
    [Math.floor(minutes / 60), 'Jam'],
    [Math.round((minutes % 60) * 100) / 100, 'Menit'],
  ];
  return (
    parts
      .filter(([amount]) => amount > 0)
      .map(([amount, unit]) => `${String(amount).replace('.', ',')} ${unit}`)
      .join(' ') || '0 Menit'
  );
}
