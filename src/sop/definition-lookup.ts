import type { Actor, Outcome, SopDefinition, Step } from './sop-definition.js';

/** The row with that number; a number that the definition does not have is a bug, not input. */
export function stepOf(definition: SopDefinition, no: number): Step {
  // The rows of an SOP are numbered from 1 on, in order, and are asked for all the time.
  const likely = definition.steps[no - 1];
  const step = likely?.no === no ? likely : definition.steps.find((candidate) => candidate.no === no);
  if (!step) throw new Error(`${definition.code} has no step ${no}`);
  return step;
}

export function outcomeOf(step: Step, key: string): Outcome | undefined {
  return step.outcomes.find((outcome) => outcome.key === key);
}

/** Who a step is for: its first performer. */
export function performerOf(definition: SopDefinition, step: Step): Actor {
  const actor = definition.actors.find((candidate) => candidate.role === step.roles[0]);
  if (!actor) throw new Error(`${definition.code} step ${step.no} has no performer`);
  return actor;
}
