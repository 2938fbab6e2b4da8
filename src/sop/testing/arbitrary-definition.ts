import fc from 'fast-check';
import { factsBefore } from '../check-facts.js';
import { withSeparation } from '../separation.js';
import {
  ENDINGS,
  type ActivityDeclaration,
  type Agency,
  type Outcome,
  type SopDefinition,
  type Step,
  type Vocabulary,
} from '../sop-definition.js';

/** A random definition that is valid by this vocabulary. */
export interface ArbitraryDefinition {
  readonly definition: SopDefinition;
  readonly vocabulary: Vocabulary;
}

const label = (text: string) => ({ id: text, en: text });

const SUBMIT: ActivityDeclaration = { name: 'submit', outcomes: ['submitted'] };
const WORK: ActivityDeclaration = { name: 'work', outcomes: ['done', 'other', 'back'] };
const TOY_ACTIVITIES: readonly ActivityDeclaration[] = [
  SUBMIT,
  WORK,
  { name: 'draft', outcomes: ['drafted', 'refused'], sets: { drafted: ['draft'] } },
  { name: 'initial', outcomes: ['ok', 'revise'], requires: ['draft'], clears: { revise: ['draft'] }, separateFrom: ['draft'] },
  {
    name: 'sign',
    outcomes: ['signed', 'revise'],
    requires: ['draft'],
    sets: { signed: ['signed'] },
    clears: { revise: ['draft'] },
    separateFrom: ['draft', 'work'],
  },
  { name: 'deliver', outcomes: ['delivered'], requires: ['signed'] },
];

const ROLES = ['applicant', 'front-office', 'back-office', 'agency-head'];
const TOY_AGENCY: Agency = {
  code: 'toy-agency',
  name: 'Toy Agency',
  shortName: 'TOY',
  letterhead: { lines: ['TOY AGENCY'], address: 'Toytown' },
  region: { code: '12.11', name: 'Toyland', province: 'Toys', seat: 'Toytown' },
  timeZone: 'Asia/Jakarta',
  sections: [{ code: 'I', title: 'One' }],
  roles: ROLES.map((code) => ({ code, title: label(code), perSection: code === 'back-office' })),
  books: [],
  calendar: 'toy',
  ladder: { remindAt: 0.75, superiors: [] },
  officials: [],
  demoUsers: [],
};

/** What is drawn for each step; where ways lead is drawn as a share of what is possible at that step. */
const drawnStep = fc.record({
  activity: fc.constantFrom(...TOY_ACTIVITIES),
  performer: fc.constantFrom(...ROLES.slice(1)),
  helper: fc.option(fc.constantFrom(...ROLES)),
  time: fc.record({ amount: fc.integer({ min: 1, max: 90 }), unit: fc.constantFrom('minute' as const, 'hour' as const, 'day' as const) }),
  entrance: fc.nat({ max: 999 }),
  back: fc.array(fc.nat({ max: 999 }), { maxLength: 2 }),
  ahead: fc.array(fc.nat({ max: 999 }), { maxLength: 2 }),
  ending: fc.option(fc.constantFrom(...ENDINGS), { freq: 4 }),
});
type DrawnStep = typeof drawnStep extends fc.Arbitrary<infer T> ? T : never;

/**
 * Random valid definitions of 2 to 15 steps with branches, ways back, ways to the same step and several endings, over
 * a toy vocabulary in which steps set, end and require facts. Step numbers are in no particular order.
 */
export function arbitraryDefinition(): fc.Arbitrary<ArbitraryDefinition> {
  return fc
    .array(drawnStep, { minLength: 2, maxLength: 15 })
    .chain((drawn) =>
      fc.record({
        drawn: fc.constant(drawn),
        order: fc.shuffledSubarray(
          drawn.map((_, i) => i + 1),
          { minLength: drawn.length },
        ),
      }),
    )
    .map(({ drawn, order }) => ({ definition: settled(drawn, order), vocabulary: { activities: TOY_ACTIVITIES, agencies: [TOY_AGENCY] } }));
}

/** A step that may lack a fact does plain work instead; that may take facts from others, so until it is settled. */
function settled(drawn: readonly DrawnStep[], order: readonly number[]): SopDefinition {
  const activities = drawn.map((step) => step.activity);
  for (;;) {
    const definition = build(drawn, activities, order);
    const before = factsBefore(definition);
    const lacking = definition.steps.findIndex((step) => step.requires.some((fact) => !before.get(step)?.has(fact)));
    if (lacking < 0) return definition;
    activities[lacking] = WORK;
  }
}

/** Each step goes forward to the next, the last to an ending; each is entered from an earlier one, so all are reachable. */
function build(drawn: readonly DrawnStep[], activities: readonly ActivityDeclaration[], order: readonly number[]): SopDefinition {
  const targets = drawn.map((): Outcome['leadsTo'][] => []);
  const at = (i: number) => order[i]!;
  drawn.forEach((step, i) => {
    const last = i === drawn.length - 1;
    const ahead = drawn.length - i - 1;
    targets[i]!.unshift(last ? (step.ending ?? 'granted') : step.ahead.length === 2 ? at(i + 1 + (step.ahead[0]! % ahead)) : at(i + 1));
    for (const share of last ? [] : step.ahead.slice(1)) targets[i]!.push(at(i + 1 + (share % ahead)));
    for (const share of step.back) targets[i]!.push(at(share % (i + 1)));
    if (step.ending && !last) targets[i]!.push(step.ending);
  });
  // The way in from an earlier step, where the drawn ways have left a step alone.
  drawn.forEach((step, i) => {
    const entered = targets.some((ways, from) => from < i && ways.includes(at(i)));
    if (i > 0 && !entered) targets[step.entrance % i]!.push(at(i));
  });
  const definition: SopDefinition = {
    agency: TOY_AGENCY.code,
    code: 'toy-service',
    label: label('Toy service'),
    shortName: 'TOY',
    header: {
      issuer: ['TOY AGENCY'],
      number: 'SOP/TOY',
      approvedBy: { office: 'Head', name: 'Nobody', nip: '0' },
      name: 'TOY SOP',
      legalBasis: ['Toy law'],
      qualifications: [],
      relatedSops: [],
      equipment: [],
      warnings: [],
      recordKeeping: [],
    },
    actors: ROLES.map((role) => ({ role, ...(role === 'back-office' && { section: 'I' }), title: role })),
    requirements: [],
    form: { type: 'object', additionalProperties: false, properties: {}, examples: [{}] },
    applicantRequires: [],
    start: at(0),
    withdrawableUntil: 'signed',
    steps: drawn.map((step, i) => toyStep(step, activities[i]!, at(i), targets[i]!)),
  };
  return withSeparation(definition, new Map(TOY_ACTIVITIES.map((activity) => [activity.name, activity])));
}

const UNITS = { minute: 'Menit', hour: 'Jam', day: 'Hari' };

function toyStep(drawn: DrawnStep, activity: ActivityDeclaration, no: number, targets: readonly Outcome['leadsTo'][]): Step {
  const performer = activity === SUBMIT ? 'applicant' : drawn.performer;
  return {
    no,
    activity: `Step ${no}`,
    does: activity.name,
    roles: [...new Set([performer, ...(drawn.helper ? [drawn.helper] : [])])],
    performersFrom: 'source',
    completeness: 'Papers',
    standardTime: { ...drawn.time, text: `${drawn.time.amount} ${UNITS[drawn.time.unit]}` },
    output: 'Paper',
    remarks: '',
    options: {},
    requires: activity.requires ?? [],
    outcomes: targets.map((leadsTo, i): Outcome => {
      const means = activity.outcomes[i % activity.outcomes.length]!;
      const key = i < activity.outcomes.length ? means : `${means}-${i}`;
      return { key, means, label: label(key), leadsTo, sets: activity.sets?.[means] ?? [], clears: activity.clears?.[means] ?? [] };
    }),
  };
}
