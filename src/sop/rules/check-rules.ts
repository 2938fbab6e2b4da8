import { unique } from '../check-names.js';
import { isPlainObject } from '../decoder.js';
import { oneOf, quoted, type DefinitionPath, type Problems } from '../problem.js';
import type { ActivityDeclaration, JsonObject, SopDefinition } from '../sop-definition.js';
import { namesOf } from './broken-rules.js';
import { APPLICANT_FIELDS, isApplicantField, kindOfApplicantField, shapeOf, type FieldKind, type Rule } from './rule.js';

const FORMAT_WORDS: Readonly<Record<FieldKind, string>> = {
  any: 'any value',
  date: 'a text of the format date',
  nik: 'a text of the format nik',
  number: 'a number',
};

/** Whether every rule takes what its check needs, and names fields and steps that exist. */
export function checkRules(definition: SopDefinition, activities: readonly ActivityDeclaration[], problems: Problems): void {
  const rules = definition.rules ?? [];
  unique(
    rules.map(({ id }) => id),
    ['rules'],
    'id',
    problems,
  );
  rules.forEach((rule, i) => {
    const at: DefinitionPath = ['rules', i];
    checkParameters(rule, at, problems);
    checkSteps(rule, definition, at, problems);
    rule.fields.forEach((pointer, j) => checkField(rule, pointer, j, definition, activities, [...at, 'fields', j], problems));
  });
}

function checkParameters(rule: Rule, at: DefinitionPath, problems: Problems): void {
  const shape = shapeOf(rule.check);
  const least = shape.fields.length - (shape.spare ?? 0);
  const most = shape.more ? Infinity : shape.fields.length;
  if (rule.fields.length < least || rule.fields.length > most) {
    const count = most === Infinity ? `at least ${least}` : least === most ? `${least}` : `${least} or ${most}`;
    problems.add([...at, 'fields'], `The check ${quoted(rule.check)} takes ${count} field(s); these are ${rule.fields.length}.`);
  }
  for (const name of ['years', 'values'] as const) {
    const given = rule[name] !== undefined;
    if (shape[name] === 'needed' && !given) problems.add([...at, name], `The check ${quoted(rule.check)} needs ${quoted(name)}.`);
    if (shape[name] === undefined && given) problems.add([...at, name], `The check ${quoted(rule.check)} does not take ${quoted(name)}.`);
  }
  if (shape.onlyWarns && rule.then === 'refuse')
    problems.add([...at, 'then'], `The check ${quoted(rule.check)} is not right about everybody: it can only warn.`);
}

function checkSteps({ steps, fields }: Rule, definition: SopDefinition, at: DefinitionPath, problems: Problems): void {
  const ofInput = fields.some((pointer) => pointer.startsWith('/input/'));
  if (ofInput && !steps) problems.add([...at, 'steps'], 'A rule about /input/ says whose input it is about: name the steps.');
  if (!ofInput && steps)
    problems.add([...at, 'steps'], 'A rule about the form alone is checked whenever the form is set: leave out the steps.');
  unique(steps ?? [], [...at, 'steps'], undefined, problems);
  steps?.forEach((no, j) => {
    if (!definition.steps.some((step) => step.no === no)) problems.add([...at, 'steps', j], `There is no step ${no}.`);
  });
}

function checkField(
  rule: Rule,
  pointer: string,
  index: number,
  definition: SopDefinition,
  activities: readonly ActivityDeclaration[],
  at: DefinitionPath,
  problems: Problems,
): void {
  const shape = shapeOf(rule.check);
  const needed = shape.fields[index] ?? shape.more;
  const [part, ...names] = namesOf(pointer);
  const kind =
    part === 'form'
      ? formKind(definition.form, names, at, problems)
      : part === 'applicant'
        ? applicantKind(names, at, problems)
        : inputKind(rule, names, definition, activities, at, problems);
  if (kind !== undefined && needed !== undefined && needed !== 'any' && kind !== needed)
    problems.add(at, `The check ${quoted(rule.check)} needs ${FORMAT_WORDS[needed]} here.`);
}

function formKind(form: JsonObject, names: readonly string[], at: DefinitionPath, problems: Problems): FieldKind | undefined {
  let schema: JsonObject = form;
  for (const name of names) {
    const properties = isPlainObject(schema['properties']) ? schema['properties'] : {};
    const next = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (!isPlainObject(next)) {
      problems.add(at, `${quoted(name)} is not a property of the form; there are ${oneOf(Object.keys(properties))}.`);
      return undefined;
    }
    schema = next;
  }
  return kindOf(schema, names.at(-1) ?? '');
}

function kindOf({ type, format }: JsonObject, name: string): FieldKind {
  if (type === 'number' || type === 'integer') return 'number';
  if (format === 'date') return 'date';
  return format === 'nik' || name === 'nik' ? 'nik' : 'any';
}

function applicantKind([name = '', ...more]: readonly string[], at: DefinitionPath, problems: Problems): FieldKind | undefined {
  if (more.length === 0 && isApplicantField(name)) return kindOfApplicantField(name);
  problems.add(
    at,
    `${quoted([name, ...more].join('/'))} is not a field of the applicant that a rule can name; there are ${oneOf(APPLICANT_FIELDS)}.`,
  );
  return undefined;
}

/** By what the activities of the steps declare. */
function inputKind(
  { steps = [] }: Rule,
  names: readonly string[],
  definition: SopDefinition,
  activities: readonly ActivityDeclaration[],
  at: DefinitionPath,
  problems: Problems,
): FieldKind | undefined {
  const name = names.join('/');
  for (const no of steps) {
    const does = definition.steps.find((step) => step.no === no)?.does;
    const activity = activities.find((each) => each.name === does);
    if (!activity) continue;
    const declared = activity.inputs ?? {};
    const kind = Object.hasOwn(declared, name) ? declared[name] : undefined;
    if (kind !== undefined) return kind;
    problems.add(
      at,
      `The input of step ${no} (${activity.name}) has no ${quoted(name)} that a rule can name; there is ${oneOf(Object.keys(declared))}.`,
    );
  }
  return undefined;
}
