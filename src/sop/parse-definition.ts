import { parseStandardTime, type StandardTime } from '../kernel/duration.js';
import { deepFreeze } from './deep-freeze.js';
import { code, flag, list, mapped, optional, record, shaped, text, whole, word, type Decoder } from './decoder.js';
import { jsonObject } from './json-decoder.js';
import { label } from './label.js';
import { serviceOss } from './oss/parse-oss.js';
import { escalationPolicy } from './parse-escalation.js';
import { oneOf, Problems, quoted, type ParseResult } from './problem.js';
import { withDeclaredRules } from './rules/declared-rules.js';
import { ruleList } from './rules/parse-rules.js';
import { withSeparation } from './separation.js';
import {
  COUNTS_FROM,
  DISCLOSED_RECORDS,
  ENDINGS,
  HEALTH_RECORDS,
  STATUTORY_EFFECTS,
  STEP_CLOCKS,
  type ActivityDeclaration,
  type Actor,
  type Ending,
  type JsonObject,
  type Label,
  type Outcome,
  type Requirement,
  type SopDefinition,
  type SopHeader,
  type Statutory,
  type Step,
  type Vocabulary,
} from './sop-definition.js';

/** Facts are named by activities; a definition that says nothing lets applicants withdraw until the signature, which is the decision. */
const UNTIL_SIGNATURE = 'signed';
const LAST_STEP = 999;
/** A year of working days: no law gives more for one decision. */
const MOST_DAYS = 250;

interface RawOutcome {
  readonly key: string;
  readonly means?: string;
  readonly label: Label;
  readonly leadsTo: number | Ending;
}

interface RawStep extends Omit<Step, 'options' | 'waives' | 'requires' | 'outcomes'> {
  readonly with: JsonObject;
  readonly outcomes: readonly RawOutcome[];
}

interface RawDefinition extends Omit<SopDefinition, 'start' | 'steps'> {
  readonly start?: number;
  readonly steps: readonly RawStep[];
}

const lines = (least = 1) => list(text(), { least });
const stepNo = whole(1, LAST_STEP);

const header = record<SopHeader>({
  issuer: lines(),
  number: text(200),
  approvedBy: record<SopHeader['approvedBy']>({ office: text(200), name: text(200), nip: text(40) }),
  name: text(300),
  legalBasis: lines(),
  qualifications: lines(0),
  relatedSops: lines(0),
  equipment: lines(0),
  warnings: lines(0),
  recordKeeping: lines(0),
});

const actor = record<Actor>({ role: code, section: optional(text(20)), title: text(200) });

const requirement = record<Requirement>({ code, label, required: optional(flag, true), sensitive: optional(flag, false) });

const standardTime: Decoder<StandardTime> = mapped(text(40), (written, at, problems) => {
  const time = parseStandardTime(written);
  if (!time)
    problems.add(at, `A standard time is a number and Menit, Jam or Hari, such as "15 Menit" or "1,5 Hari"; this is ${quoted(written)}.`);
  return time;
});

const leadsTo: Decoder<number | Ending> = (value, at, problems) => {
  if (typeof value === 'number') return stepNo(value, at, problems);
  const ending = ENDINGS.find((each) => each === value);
  if (!ending) problems.add(at, `"leadsTo" must be the number of a step, or ${oneOf(ENDINGS)}.`);
  return ending;
};

const outcome = record<RawOutcome>({ key: code, means: optional(code), label, leadsTo });

const step = record<RawStep>({
  no: stepNo,
  activity: text(300),
  does: code,
  roles: list(code, { least: 1, most: 10 }),
  performersFrom: word(['source', 'reading']),
  completeness: text(500),
  standardTime,
  output: text(500),
  remarks: optional(text(), ''),
  ladder: optional(escalationPolicy),
  clock: optional(word(STEP_CLOCKS)),
  notBy: optional(list(stepNo, { most: 100 })),
  with: optional(jsonObject, {}),
  outcomes: list(outcome, { least: 1, most: 20 }),
});

const statutory = record<Statutory>({
  workingDays: whole(1, MOST_DAYS),
  startsAfter: stepNo,
  metBy: optional(code, UNTIL_SIGNATURE),
  effect: optional(word(STATUTORY_EFFECTS), STATUTORY_EFFECTS[0]),
  remindBefore: optional(list(whole(1, MOST_DAYS), { most: 10 }), []),
  to: optional(list(code, { least: 1, most: 10 })),
  legalBasis: text(500),
});

const definition = record<RawDefinition>({
  agency: code,
  code,
  label,
  shortName: shaped(/^[A-Za-z0-9][A-Za-z0-9-]*$/, 'a short name of letters, digits and hyphens, such as IUMK', 20),
  header,
  actors: list(actor, { least: 1, most: 30 }),
  requirements: optional(list(requirement), []),
  form: jsonObject,
  applicantRequires: optional(list(shaped(/^[a-z][A-Za-z0-9]*$/, 'the name of a property, such as nik'), { most: 20 }), []),
  rules: optional(ruleList),
  start: optional(stepNo),
  withdrawableUntil: optional(code, UNTIL_SIGNATURE),
  countsFrom: optional(word(COUNTS_FROM)),
  disclosedRecords: optional(list(word(DISCLOSED_RECORDS), { most: DISCLOSED_RECORDS.length })),
  healthRecords: optional(list(word(HEALTH_RECORDS), { most: HEALTH_RECORDS.length })),
  statutory: optional(statutory),
  oss: optional(serviceOss),
  steps: list(step, { least: 1, most: 300 }),
});

/**
 * Reads a definition from parsed YAML or JSON, whatever that may hold: the definition, frozen, or all its problems.
 * Whether what it refers to exists is `checkDefinition`'s question.
 */
export function parseDefinition(data: unknown, vocabulary: Pick<Vocabulary, 'activities'>): ParseResult<SopDefinition> {
  const problems = new Problems();
  const raw = definition(data, [], problems);
  if (!raw || problems.list.length > 0) return { ok: false, problems: problems.list };
  const activities = new Map(vocabulary.activities.map((activity) => [activity.name, activity]));
  const start = raw.start ?? Math.min(...raw.steps.map((each) => each.no));
  const steps = raw.steps.map((each) => withFacts(each, activities.get(each.does)));
  return {
    ok: true,
    value: deepFreeze(withDeclaredRules(withSeparation({ ...raw, start, steps }, activities), activities)),
  };
}

function withFacts({ with: options, ...step }: RawStep, activity: ActivityDeclaration | undefined): Step {
  const outcomes = step.outcomes.map((each): Outcome => {
    const means = each.means ?? each.key;
    return { ...each, means, sets: own(activity?.sets, means), clears: own(activity?.clears, means) };
  });
  return { ...step, options, requires: [...(activity?.requires ?? [])], outcomes };
}

function own(facts: ActivityDeclaration['sets'], means: string): readonly string[] {
  return facts && Object.hasOwn(facts, means) ? [...(facts[means] ?? [])] : [];
}
