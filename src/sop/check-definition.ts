import { checkFacts } from './check-facts.js';
import { checkForm } from './check-form.js';
import { checkGraph } from './check-graph.js';
import { checkEscalationPolicy, checkRole, unique } from './check-names.js';
import { checkOptions } from './check-options.js';
import { checkSeparation } from './check-separation.js';
import { checkStatutory } from './check-statutory.js';
import { checkRules } from './rules/check-rules.js';
import { checkOss } from './oss/check-oss.js';
import { oneOf, Problems, quoted, type SopProblem } from './problem.js';
import type { ActivityDeclaration, Agency, SopDefinition, Step, Vocabulary } from './sop-definition.js';

/**
 * Whether everything a parsed definition refers to exists, and whether every case can go its way to an end.
 * Gives all problems at once; paths are those of the file. Two files for one service are the caller's to find.
 */
export function checkDefinition(definition: SopDefinition, vocabulary: Vocabulary): readonly SopProblem[] {
  const problems = new Problems();
  const agency = vocabulary.agencies.find((each) => each.code === definition.agency);
  if (!agency)
    problems.add(
      ['agency'],
      `There is no agency ${quoted(definition.agency)}; known agencies are ${oneOf(vocabulary.agencies.map((each) => each.code))}.`,
    );
  unique(
    definition.actors.map((each) => each.role),
    ['actors'],
    'role',
    problems,
  );
  unique(
    definition.requirements.map((each) => each.code),
    ['requirements'],
    'code',
    problems,
  );
  unique(
    definition.steps.map((each) => each.no),
    ['steps'],
    'no',
    problems,
  );
  if (agency) definition.actors.forEach((actor, i) => checkRole(agency, actor, ['actors', i], problems));
  definition.steps.forEach((step, i) => {
    checkPerformers(definition, step, i, problems);
    if (step.ladder && agency) checkEscalationPolicy(step.ladder, agency, ['steps', i, 'ladder'], problems);
    checkActivity(step, i, vocabulary.activities, agency, problems);
  });
  if (definition.statutory) checkStatutory(definition.statutory, definition, agency, problems);
  if (definition.oss) checkOss(definition.oss, definition, agency, vocabulary.activities, problems);
  checkForm(definition.form, problems);
  checkRules(definition, vocabulary.activities, problems);
  checkGraph(definition, problems);
  checkSeparation(definition, problems);
  checkFacts(definition, vocabulary.activities, problems);
  return problems.list;
}

function checkPerformers(definition: SopDefinition, step: Step, i: number, problems: Problems): void {
  const actors = definition.actors.map((actor) => actor.role);
  unique(step.roles, ['steps', i, 'roles'], undefined, problems);
  step.roles.forEach((role, j) => {
    if (!actors.includes(role))
      problems.add(['steps', i, 'roles', j], `${quoted(role)} is not among the actors of this SOP, which are ${oneOf(actors)}.`);
  });
}

function checkActivity(
  step: Step,
  i: number,
  activities: readonly ActivityDeclaration[],
  agency: Agency | undefined,
  problems: Problems,
): void {
  unique(
    step.outcomes.map((outcome) => outcome.key),
    ['steps', i, 'outcomes'],
    'key',
    problems,
  );
  const activity = activities.find((each) => each.name === step.does);
  if (!activity) {
    problems.add(
      ['steps', i, 'does'],
      `There is no activity ${quoted(step.does)}; the activities are ${oneOf(activities.map((each) => each.name))}.`,
    );
    return;
  }
  step.outcomes.forEach((outcome, j) => {
    if (activity.outcomes.includes(outcome.means)) return;
    const at = ['steps', i, 'outcomes', j, outcome.means === outcome.key ? 'key' : 'means'];
    problems.add(
      at,
      `${quoted(outcome.means)} is not an outcome of ${quoted(activity.name)}; it can be ${oneOf(activity.outcomes)} (another key needs "means").`,
    );
  });
  const forward = activity.outcomes[0];
  if (forward !== undefined && step.outcomes[0]?.means !== forward) {
    const missing = !step.outcomes.some((outcome) => outcome.means === forward);
    problems.add(
      ['steps', i, 'outcomes'],
      `The outcome ${quoted(forward)} of ${quoted(activity.name)} ${missing ? 'is missing' : 'must come first'}: the first outcome is the way forward.`,
    );
  }
  checkOptions(step.options, activity, agency, ['steps', i, 'with'], problems);
}
