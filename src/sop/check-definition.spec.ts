import fc from 'fast-check';
import { checkDefinition } from './check-definition.js';
import { parsed, changed, problemsOf, smallVocabulary, SMALL_SOP } from './testing/small-sop.js';
import { arbitraryDefinition } from './testing/arbitrary-definition.js';

const outcome = (key: string, leadsTo: number | string) => ({ key, label: key, leadsTo });

describe('a definition in order', () => {
  it('has no problems', () => {
    expect(problemsOf(SMALL_SOP)).toEqual([]);
  });

  it('may name an outcome in its own words', () => {
    expect(problemsOf(changed(SMALL_SOP, 'steps[1].outcomes[0]', { ...outcome('lengkap', 3), means: 'complete' }))).toEqual([]);
  });

  it('is what the random definitions of the tests are', () => {
    fc.assert(
      fc.property(arbitraryDefinition(), ({ definition, vocabulary }) => {
        expect(checkDefinition(definition, vocabulary)).toEqual([]);
      }),
    );
  });
});

describe('what a definition refers to', () => {
  it.each<[path: string, value: unknown, problem: RegExp]>([
    ['agency', 'elsewhere', /^agency: There is no agency "elsewhere"; known agencies are dinas-contoh/],
    ['actors[1].role', 'mayor', /^actors\[1\]\.role: "mayor" is not a role of dinas-contoh; its roles are applicant, front-office/],
    ['actors[2].section', undefined, /^actors\[2\]\.section: .*once per section; name one: I/],
    ['actors[2].section', 'IX', /^actors\[2\]\.section: "IX" is not a section/],
    ['actors[3].section', 'I', /^actors\[3\]\.section: .*takes no section/],
    ['actors[4]', { role: 'applicant', title: 'Pemohon lagi' }, /^actors\[4\]\.role: "applicant" is already taken/],
    ['requirements[1]', { code: 'ktp', label: 'KTP' }, /^requirements\[1\]\.code: "ktp" is already taken/],
    ['steps[1].roles[1]', 'secretary', /^steps\[1\]\.roles\[1\]: "secretary" is not among the actors/],
    ['steps[1].roles[1]', 'front-office', /^steps\[1\]\.roles\[1\]: "front-office" is already taken/],
    [
      'steps[1].outcomes[0]',
      outcome('done', 3),
      /^steps\[1\]\.outcomes\[0\]\.key: "done" is not an outcome of "check-completeness"; it can be complete or incomplete/,
    ],
    ['steps[1].outcomes[1]', { ...outcome('kurang', 1), means: 'bad' }, /^steps\[1\]\.outcomes\[1\]\.means: "bad"/],
    ['steps[1].outcomes[2]', outcome('complete', 1), /^steps\[1\]\.outcomes\[2\]\.key: "complete" is already taken/],
    ['steps[1].outcomes', [outcome('incomplete', 3)], /^steps\[1\]\.outcomes: The outcome "complete" of "check-completeness" is missing/],
    ['steps[1].outcomes', [outcome('incomplete', 1), outcome('complete', 3)], /must come first/],
    [
      'steps[1].with',
      { book: 'receipts' },
      /^steps\[1\]\.with\.book: The activity "check-completeness" does not know "book"; allowed here: \(there is none\)/,
    ],
    ['steps[4].with', {}, /^steps\[4\]\.with\.book: .*needs "book"/],
    ['steps[4].with.book', 3, /"book" must be text/],
    [
      'steps[4].with.book',
      'permits',
      /^steps\[4\]\.with\.book: "permits" is not a book of the kind "dispatch" of dinas-contoh; there is dispatch/,
    ],
    ['steps[2].with.letter', 'love', /^steps\[2\]\.with\.letter: "letter" must be rejection or permit/],
    ['steps[2].with.initial', 'yes', /"initial" must be true or false/],
    [
      'statutory',
      { workingDays: 5, startsAfter: 2, metBy: 'stamped', legalBasis: 'UU' },
      /^statutory\.metBy: No activity establishes the fact "stamped"; known facts are recommended/,
    ],
    [
      'statutory',
      { workingDays: 5, startsAfter: 9, legalBasis: 'UU' },
      /^statutory\.startsAfter: There is no step 9; the clock can start after .*5\.?/,
    ],
    [
      'statutory',
      { workingDays: 2, startsAfter: 2, remindBefore: [2], legalBasis: 'UU' },
      /^statutory\.remindBefore\[0\]: .*fewer than 2 working days/,
    ],
    [
      'statutory',
      { workingDays: 5, startsAfter: 2, remindBefore: [1, 2], legalBasis: 'UU' },
      /^statutory\.remindBefore\[1\]: The earliest warning comes first: this must be fewer than 1 days/,
    ],
    [
      'statutory',
      { workingDays: 5, startsAfter: 2, to: ['mayor'], legalBasis: 'UU' },
      /^statutory\.to\[0\]: "mayor" is not a role of dinas-contoh/,
    ],
    [
      'withdrawableUntil',
      'stamped',
      /^withdrawableUntil: No activity establishes the fact "stamped"; known facts are recommended, draft, signed, numbered/,
    ],
    ['form.type', 'array', /^form\.type/],
    ['form.additionalProperties', true, /^form\.additionalProperties/],
    ['form.examples', [], /^form\.examples: .*at least one/],
    ['form.examples', ['x'], /^form\.examples/],
    ['form.properties', undefined, /^form\.properties/],
    ['form.required[0]', 'toString', /^form\.required\[0\]: "toString" is not one/],
  ])('must exist: %s', (path, value, problem) => {
    // What is wrong with a property that is required and gone is told once more where it is required.
    expect(problemsOf(changed(SMALL_SOP, path, value))[0]).toMatch(problem);
  });

  it('must be an activity that is installed', () => {
    expect(problemsOf(changed(SMALL_SOP, 'steps[1].does', 'meditate'))).toEqual([
      expect.stringMatching(/^steps\[1\]\.does: There is no activity "meditate"; the activities are submit, /),
    ]);
  });

  it('may be a role of the agency', () => {
    const handOver = changed(changed(SMALL_SOP, 'steps[4].does', 'hand-over'), 'steps[4].outcomes[0]', outcome('handed-over', 'granted'));
    expect(problemsOf(changed(handOver, 'steps[4].with', { to: 'applicant' }))).toEqual([]);
    expect(problemsOf(changed(handOver, 'steps[4].with', { to: 'mayor' }))).toEqual([
      expect.stringMatching(/^steps\[4\]\.with\.to: "mayor" is not a role/),
    ]);
  });
});

describe('the ways of a definition', () => {
  it('lead to steps that exist', () => {
    expect(problemsOf(changed(SMALL_SOP, 'steps[3].outcomes[1].leadsTo', 77))).toEqual([
      'steps[3].outcomes[1].leadsTo: There is no step 77; the steps are 1 to 5.',
    ]);
    expect(problemsOf(changed(SMALL_SOP, 'start', 9))).toEqual(['start: There is no step 9 to start with; the steps are 1 to 5.']);
  });

  it('have one step for each number', () => {
    expect(problemsOf(changed(SMALL_SOP, 'steps[4].no', 4))).toContain('steps[4].no: 4 is already taken; each may stand only once.');
  });

  it('come to every step', () => {
    expect(problemsOf(changed(SMALL_SOP, 'steps[3].outcomes[0].leadsTo', 'granted'))).toEqual([
      'steps[4].no: No way leads from the start (step 1) to step 5.',
    ]);
  });

  it('come to an end: a circle without a way out is named', () => {
    expect(problemsOf(changed(SMALL_SOP, 'steps[4].outcomes[0].leadsTo', 3))).toEqual([
      expect.stringMatching(/^steps\[2\]\.outcomes: The steps 3 → 4 → 5 → 3 go round in a circle that never ends/),
    ]);
    expect(problemsOf(changed(SMALL_SOP, 'steps[4].outcomes[0].leadsTo', 5))).toEqual([
      expect.stringContaining('The steps 5 → 5 go round'),
    ]);
  });

  it('bring what a step requires', () => {
    const unsigned = changed(SMALL_SOP, 'steps[1].outcomes[1].leadsTo', 5);
    expect(problemsOf(unsigned)).toEqual([
      'steps[4].does: Step 5 ("acknowledge") requires the fact "signed", but a case can come here without it; it is established by "sign" with the outcome "signed".',
    ]);
  });

  it('lose a fact that an outcome ends', () => {
    expect(problemsOf(changed(SMALL_SOP, 'steps[3].outcomes[1].leadsTo', 4))).toEqual([
      expect.stringMatching(/^steps\[3\]\.does: Step 4 \("sign"\) requires the fact "draft"/),
    ]);
  });

  it('are checked without the agency too, so that one typing error hides no other', () => {
    const data = changed(changed(SMALL_SOP, 'agency', 'elsewhere'), 'steps[3].outcomes[1].leadsTo', 77);
    expect(problemsOf(data)).toHaveLength(2);
  });
});

it('finds a step that every random definition misses when its only way in is cut', () => {
  fc.assert(
    fc.property(arbitraryDefinition(), ({ definition, vocabulary }) => {
      const lone = { ...definition.steps[0]!, no: 900, outcomes: [{ ...definition.steps[0]!.outcomes[0]!, leadsTo: 'granted' as const }] };
      const problems = checkDefinition({ ...definition, steps: [...definition.steps, lone] }, vocabulary);
      expect(problems.map((problem) => problem.path)).toEqual([`steps[${definition.steps.length}].no`]);
    }),
  );
});

it('is quick for the largest definition that the parser lets in', () => {
  const base = parsed(SMALL_SOP);
  const steps = Array.from({ length: 300 }, (_, i) => ({
    ...base.steps[1]!,
    no: i + 1,
    outcomes: Array.from({ length: 20 }, (_, j) => ({
      ...base.steps[1]!.outcomes[0]!,
      key: `k${j}`,
      leadsTo: i === 299 ? ('granted' as const) : ((i * 7 + j * 13) % 300) + 1,
    })),
  }));
  const began = performance.now();
  checkDefinition({ ...base, steps }, smallVocabulary());
  expect(performance.now() - began).toBeLessThan(1000);
});
