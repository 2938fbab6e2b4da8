import { factsBefore } from '../check-facts.js';
import { unique } from '../check-names.js';
import { isPlainObject } from '../decoder.js';
import { oneOf, quoted, type Problems } from '../problem.js';
import type { ActivityDeclaration, Agency, SopDefinition } from '../sop-definition.js';
import type { OssField, OssWhen, ServiceOss } from './oss-data.js';

/** Whether everything that an `oss` block of a service refers to exists. */
export function checkOss(
  oss: ServiceOss,
  definition: SopDefinition,
  agency: Agency | undefined,
  activities: readonly ActivityDeclaration[],
  problems: Problems,
): void {
  if (agency && !agency.oss) problems.add(['oss'], `The agency ${quoted(agency.code)} has no "oss" block.`);
  const roles = agency?.roles.map((role) => role.code) ?? [];
  if (agency && !roles.includes(oss.assistant))
    problems.add(['oss', 'assistant'], `${quoted(oss.assistant)} is not a role of ${agency.code}; its roles are ${oneOf(roles)}.`);
  unique(oss.kdIzin, ['oss', 'kdIzin'], undefined, problems);
  const form = definition.form['properties'];
  checkFields(oss.form, isPlainObject(form) ? Object.keys(form) : [], 'form', problems);
  checkFields(oss.applicant, undefined, 'applicant', problems);
  oss.moments.forEach(({ when }, i) => checkWhen(when, definition, activities, i, problems));
  if (oss.deemedGranted !== undefined) checkDeemed(oss.deemedGranted, definition, problems);
}

function checkFields(
  fields: readonly OssField[],
  known: readonly string[] | undefined,
  name: 'form' | 'applicant',
  problems: Problems,
): void {
  const at = ['oss', name];
  unique(
    fields.map(({ field }) => field),
    at,
    'field',
    problems,
  );
  fields.forEach(({ field, from, otherwise }, i) => {
    if (known && !known.includes(field))
      problems.add([...at, i, 'field'], `The form has no property ${quoted(field)}; it has ${oneOf(known)}.`);
    if (from.length === 0 && otherwise === undefined) problems.add([...at, i], 'A field is taken "from" the NIB, or has an "otherwise".');
  });
}

function checkWhen(
  { step, does, means }: OssWhen,
  { steps }: SopDefinition,
  activities: readonly ActivityDeclaration[],
  i: number,
  problems: Problems,
): void {
  const at = ['oss', 'moments', i, 'when'];
  const row = steps.find(({ no }) => no === step);
  if (step !== undefined && !row) problems.add([...at, 'step'], `There is no step ${step}.`);
  const done = does ?? row?.does;
  if (does !== undefined && !steps.some((each) => each.does === does)) problems.add([...at, 'does'], `No step does ${quoted(does)}.`);
  if (row && does !== undefined && row.does !== does) problems.add([...at, 'does'], `Step ${row.no} does ${quoted(row.does)}.`);
  const outcomes = activities.find(({ name }) => name === done)?.outcomes ?? [];
  if (means !== undefined && outcomes.length > 0 && !outcomes.includes(means))
    problems.add([...at, 'means'], `${quoted(means)} is not an outcome of ${quoted(done ?? '')}; it can be ${oneOf(outcomes)}.`);
}

/** A case may come there from anywhere, with none of the facts that steps have set: the way from there must bring its own. */
function checkDeemed(no: number, { steps }: SopDefinition, problems: Problems): void {
  const at = ['oss', 'deemedGranted'];
  if (!steps.some((step) => step.no === no)) return problems.add(at, `There is no step ${no}.`);
  for (const [step, held] of factsBefore({ start: no, steps })) {
    const missing = step.requires.find((fact) => !held.has(fact));
    if (missing) problems.add(at, `From step ${no} a case can come to step ${step.no}, which requires the fact ${quoted(missing)}.`);
  }
}
