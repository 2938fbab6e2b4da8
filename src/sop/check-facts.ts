import { graphOf, isStep, type Edge } from './graph.js';
import { quoted, type DefinitionPath, type Problems } from './problem.js';
import type { ActivityDeclaration, SopDefinition, Step } from './sop-definition.js';

type Facts = ReadonlySet<string>;

/**
 * The facts that hold on every way to each step. A step where ways meet keeps only what all of them bring;
 * a step that nothing leads to does not occur.
 */
export function factsBefore(definition: Pick<SopDefinition, 'start' | 'steps'>): ReadonlyMap<Step, Facts> {
  const { start, edges } = graphOf(definition);
  const known = new Map<Step, Facts>();
  if (!start) return known;
  known.set(start, new Set());
  const waiting = new Set([start]);
  for (const step of waiting) {
    waiting.delete(step);
    for (const edge of edges.get(step) ?? []) {
      if (!isStep(edge.to)) continue;
      const brought = after(known.get(step)!, edge);
      const before = known.get(edge.to);
      const common = before ? new Set([...before].filter((fact) => brought.has(fact))) : brought;
      if (before && common.size === before.size) continue;
      known.set(edge.to, common);
      waiting.add(edge.to);
    }
  }
  return known;
}

function after(facts: Facts, { outcome }: Edge): Facts {
  const held = new Set(facts);
  for (const fact of outcome.clears) held.delete(fact);
  for (const fact of outcome.sets) held.add(fact);
  return held;
}

/** What a step requires must hold however a case came to it. */
export function checkFacts(definition: SopDefinition, activities: readonly ActivityDeclaration[], problems: Problems): void {
  const before = factsBefore(definition);
  definition.steps.forEach((step, i) => {
    const held = before.get(step);
    for (const fact of held ? step.requires : []) {
      if (held?.has(fact)) continue;
      problems.add(
        ['steps', i, 'does'],
        `Step ${step.no} (${quoted(step.does)}) requires the fact ${quoted(fact)}, but a case can come here without it; ${sources(activities, fact)}.`,
      );
    }
  });
  checkNamed(definition.withdrawableUntil, ['withdrawableUntil'], activities, problems);
  if (definition.statutory) checkNamed(definition.statutory.metBy, ['statutory', 'metBy'], activities, problems);
}

/** A fact that the definition names by itself must be one that an activity knows. */
function checkNamed(fact: string, at: DefinitionPath, activities: readonly ActivityDeclaration[], problems: Problems): void {
  const settable = new Set(activities.flatMap((activity) => Object.values(activity.sets ?? {}).flat()));
  if (!settable.has(fact))
    problems.add(at, `No activity establishes the fact ${quoted(fact)}; known facts are ${[...settable].join(', ') || '(none)'}.`);
}

function sources(activities: readonly ActivityDeclaration[], fact: string): string {
  const setting = activities.flatMap((activity) =>
    Object.entries(activity.sets ?? {}).flatMap(([outcome, facts]) =>
      facts.includes(fact) ? [`"${activity.name}" with the outcome "${outcome}"`] : [],
    ),
  );
  return setting.length > 0 ? `it is established by ${setting.join(' and by ')}` : 'no activity establishes it';
}
