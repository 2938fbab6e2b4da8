import { APPLICANT } from '../kernel/principal.js';
import { unique } from './check-names.js';
import { graphOf } from './graph.js';
import { Problems, quoted, type DefinitionPath, type SopProblem } from './problem.js';
import { exceptionsOf, leadsFrom } from './separation.js';
import type { Agency, SopDefinition, Step } from './sop-definition.js';

/** Rules that say nothing, or that nobody could keep: a step that is not there, that never comes before, or that the same applicant must do. */
export function checkSeparation(definition: SopDefinition, problems: Problems): void {
  const graph = graphOf(definition);
  definition.steps.forEach((step, i) => {
    const at: DefinitionPath = ['steps', i, 'notBy'];
    unique(step.notBy ?? [], at, undefined, problems);
    (step.notBy ?? []).forEach((no, j) => {
      const earlier = definition.steps.find((each) => each.no === no);
      const problem = problemOf(step, no, earlier, earlier !== undefined && leadsFrom(graph, no).has(step.no));
      if (problem) problems.add([...at, j], problem);
    });
  });
}

function problemOf(step: Step, no: number, earlier: Step | undefined, comesBefore: boolean): string | undefined {
  if (!earlier) return `There is no step ${no} whose doers could be kept from step ${step.no}.`;
  if (no === step.no) return `Step ${no} cannot be kept from who did it: it may come back to them.`;
  if (step.roles[0] === APPLICANT && earlier.roles[0] === APPLICANT)
    return `Steps ${no} and ${step.no} are both the applicant's, who is one person: nobody could do step ${step.no}.`;
  if (!comesBefore) return `No way leads from step ${no} to step ${step.no}: the rule would never apply.`;
  return undefined;
}

/** Exceptions of an agency for services and steps that are not there: nobody would notice that they allow nothing. */
export function exceptionProblems(agency: Agency, definitions: readonly SopDefinition[]): readonly SopProblem[] {
  const problems = new Problems();
  exceptionsOf(agency).forEach(({ service, steps }, i) => {
    const meant = definitions.filter(({ code }) => service === undefined || code === service);
    const at = ['separation', 'exceptions', i];
    if (service !== undefined && meant.length === 0) problems.add([...at, 'service'], `${agency.code} has no service ${quoted(service)}.`);
    else
      steps.forEach((no, j) => {
        if (!meant.some((each) => each.steps.some((step) => step.no === no))) problems.add([...at, 'steps', j], `There is no step ${no}.`);
      });
  });
  return problems.list;
}
