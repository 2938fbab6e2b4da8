import { parseDefinition } from '../parse-definition.js';
import { changed, problemsOf, smallVocabulary, SMALL_SOP } from '../testing/small-sop.js';
import { brokenRules, rulesFor } from './broken-rules.js';
import { withDeclaredRules } from './declared-rules.js';
import { warningsAfter, type CaseWarning } from './case-warning.js';

const FORM = {
  type: 'object',
  additionalProperties: false,
  properties: {
    nik: { type: 'string', format: 'nik' },
    born: { type: 'string', format: 'date' },
    note: { type: 'string' },
    total: { type: 'integer' },
    a: { type: 'integer' },
    b: { type: 'number' },
    place: { type: 'object', properties: { since: { type: 'string', format: 'date' } } },
  },
  examples: [{ nik: '1211014508900001' }],
};
const rule = (changes: object = {}) => ({
  id: 'aturan',
  check: 'not-in-future',
  fields: ['/form/born'],
  then: 'refuse',
  says: { id: 'Salah.', en: 'Wrong.' },
  ...changes,
});
const sop = (...rules: object[]) => changed(changed(SMALL_SOP, 'form', FORM), 'rules', rules);
const drafting = () => (SMALL_SOP as { steps: { no: number; does: string }[] }).steps.find(({ does }) => does === 'draft-letter')!.no;

describe('rules in order', () => {
  it.each<[string, object]>([
    ['a date', rule()],
    ['a date in a block of the form', rule({ fields: ['/form/place/since'] })],
    ['an age', rule({ check: 'age-at-least', years: 17 })],
    ['a NIK', rule({ check: 'nik-matches-birth-date', fields: ['/form/nik', '/form/born'], then: 'warn' })],
    ['a NIK with the sex', rule({ check: 'nik-matches-birth-date', fields: ['/form/nik', '/form/born', '/form/note'] })],
    ['a region', rule({ check: 'nik-matches-region', fields: ['/form/nik'], values: ['1211'], then: 'warn' })],
    ['a sum', rule({ check: 'sum-of', fields: ['/form/total', '/form/a', '/form/b'] })],
    ['the applicant', rule({ check: 'same-as', fields: ['/form/nik', '/applicant/nik'] })],
    ['one of several', rule({ check: 'one-of-required', fields: ['/applicant/phone', '/applicant/email'] })],
    ['a condition', rule({ check: 'required-when', fields: ['/applicant/nib', '/applicant/kind'], values: ['business'] })],
    ['a sentence for both languages', rule({ says: 'Salah.' })],
  ])('%s', (_, one) => expect(problemsOf(sop(one))).toEqual([]));

  it('may be about the input of a step', () => {
    const input = rule({ check: 'before', fields: ['/form/born', '/input/validUntil'], steps: [drafting()] });
    expect(problemsOf(sop(input))).toEqual([]);
  });
});

describe('rules that are not', () => {
  it.each<[string, object[], RegExp]>([
    ['an unknown check', [rule({ check: 'after-tomorrow' })], /^rules\[0\]\.check: .*must be after-today, not-in-past/],
    [
      'an unknown field',
      [rule({ fields: ['/form/birth'] })],
      /^rules\[0\]\.fields\[0\]: "birth" is not a property of the form; there are nik, born/,
    ],
    ['an unknown field in a block', [rule({ fields: ['/form/place/until'] })], /"until" is not a property of the form; there are since/],
    [
      'an unknown field of the applicant',
      [rule({ check: 'same-as', fields: ['/applicant/ktp', '/form/nik'] })],
      /"ktp" is not a field of the applicant/,
    ],
    ['no pointer', [rule({ fields: ['born'] })], /must be a JSON pointer that begins with \/applicant\//],
    ['another kind', [rule({ fields: ['/form/nik'] })], /needs a text of the format date here/],
    ['a text in a sum', [rule({ check: 'sum-of', fields: ['/form/total', '/form/a', '/form/note'] })], /needs a number here/],
    ['too few fields', [rule({ check: 'same-as' })], /takes 2 field\(s\); these are 1/],
    ['too many fields', [rule({ fields: ['/form/born', '/form/born'] })], /takes 1 field\(s\); these are 2/],
    ['too few parts', [rule({ check: 'sum-of', fields: ['/form/total', '/form/a'] })], /takes at least 3 field\(s\)/],
    ['no years', [rule({ check: 'age-at-least' })], /needs "years"/],
    ['years for nothing', [rule({ years: 3 })], /does not take "years"/],
    ['values for nothing', [rule({ values: ['x'] })], /does not take "values"/],
    ['a refusal by region', [rule({ check: 'nik-matches-region', fields: ['/form/nik'], values: ['1211'] })], /can only warn/],
    ['the same id twice', [rule(), rule()], /^rules\[1\]\.id: "aturan" is already taken/],
    ['an input without steps', [rule({ fields: ['/input/validUntil'] })], /name the steps/],
    ['steps without an input', [rule({ steps: [1] })], /leave out the steps/],
    ['a step that is not there', [rule({ fields: ['/input/validUntil'], steps: [99] })], /^rules\[0\]\.steps\[0\]: There is no step 99/],
    [
      'an input that the step has not',
      [rule({ fields: ['/input/validUntil'], steps: [1] })],
      /The input of step 1 \(submit\) has no "validUntil"/,
    ],
    ['no sentence', [rule({ says: undefined })], /says.* is missing/],
    ['another effect', [rule({ then: 'ignore' })], /must be refuse or warn/],
  ])('%s', (_, rules, problem) => expect(problemsOf(sop(...rules)).join('\n')).toMatch(problem));
});

describe('rules of activities', () => {
  const parsed = (data: unknown) => {
    const read = parseDefinition(data, smallVocabulary());
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    return read.value;
  };

  it('hold for their steps in every SOP, once', () => {
    const definition = parsed(SMALL_SOP);
    expect(definition.rules).toMatchObject([{ id: 'letter-valid-after-today', steps: [drafting()] }]);
    const activities = new Map(smallVocabulary().activities.map((activity) => [activity.name, activity]));
    expect(withDeclaredRules(definition, activities)).toBe(definition);
  });

  it('give way to a rule of the definition with the same id', () => {
    const own = rule({ id: 'letter-valid-after-today', check: 'not-in-past', fields: ['/input/validUntil'], steps: [drafting()] });
    expect(parsed(sop(own)).rules).toMatchObject([{ check: 'not-in-past' }]);
  });
});

it('reads the values at the pointers, and rules of steps apart from those of the form', () => {
  const rules = [rule({ fields: ['/form/place/since'] }), rule({ id: 'surat', fields: ['/input/validUntil'], steps: [4] })];
  const read = parseDefinition(sop(...rules.slice(0, 1)), smallVocabulary());
  if (!read.ok) throw new Error('not read');
  const subject = { applicant: {}, form: { place: { since: '2027-01-01' } } };
  const form = rulesFor(read.value.rules);
  expect(brokenRules(form, subject, '2026-11-27')).toMatchObject([{ rule: { id: 'aturan' }, values: ['2027-01-01'] }]);
  expect(brokenRules(form, { applicant: null, form: [] }, '2026-11-27')).toEqual([]);
  expect(rulesFor(read.value.rules, drafting()).map(({ id }) => id)).toEqual(['letter-valid-after-today']);
});

it('puts warnings in the place of those about the same', () => {
  const warning = (id: string, step?: number): CaseWarning => ({ id, rule: id, fields: [], confirmed: true, ...(step && { step }) });
  const before = [warning('a'), warning('b', 17), warning('c', 8)];
  expect(warningsAfter(before, [warning('d')]).map(({ id }) => id)).toEqual(['b', 'c', 'd']);
  expect(warningsAfter(before, [], 17).map(({ id }) => id)).toEqual(['a', 'c']);
});
