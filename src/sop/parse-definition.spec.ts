import fc from 'fast-check';
import { parseDefinition } from './parse-definition.js';
import { ACTIVITIES } from './testing/vocabulary.js';
import { changed, parsed, problemsOf, SMALL_SOP } from './testing/small-sop.js';

const wrong = (path: string, value: unknown) => problemsOf(changed(SMALL_SOP, path, value));

describe('a definition in order', () => {
  it('is read with its defaults', () => {
    const definition = parsed(SMALL_SOP);
    expect(definition).toMatchObject({
      start: 1,
      withdrawableUntil: 'signed',
      applicantRequires: [],
      label: { id: 'Izin Contoh', en: 'Izin Contoh' },
    });
    expect(definition.requirements[0]).toEqual({ code: 'ktp', label: { id: 'KTP', en: 'KTP' }, required: true, sensitive: false });
    expect(definition.steps[1]).toMatchObject({ remarks: '', options: {}, standardTime: { text: '2 jam', amount: 2, unit: 'hour' } });
    expect(definition.steps[2]).toMatchObject({ options: { letter: 'permit' } });
    expect(definition.steps[2]).not.toHaveProperty('with');
  });

  it('starts at the lowest step number unless it says otherwise', () => {
    const reversed = changed(SMALL_SOP, 'steps', [...(SMALL_SOP as { steps: unknown[] }).steps].reverse());
    expect(parsed(reversed).start).toBe(1);
    expect(parsed(changed(reversed, 'start', 2)).start).toBe(2);
  });

  it('takes facts from the activities, by what an outcome means', () => {
    const sign = parsed(SMALL_SOP).steps[3]!;
    expect(sign.requires).toEqual(['draft']);
    expect(sign.outcomes[0]).toMatchObject({ means: 'signed', sets: ['signed'], clears: [] });
    expect(sign.outcomes[1]).toMatchObject({ means: 'revise', sets: [], clears: ['draft'] });
    const renamed = changed(SMALL_SOP, 'steps[3].outcomes[0]', { key: 'ditandatangani', means: 'signed', label: 'x', leadsTo: 5 });
    expect(parsed(renamed).steps[3]!.outcomes[0]).toMatchObject({ key: 'ditandatangani', means: 'signed', sets: ['signed'] });
  });

  it('is frozen all the way down', () => {
    const definition = parsed(SMALL_SOP);
    const frozen = (value: unknown): boolean =>
      typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(frozen));
    expect(frozen(definition)).toBe(true);
    expect(Object.isFrozen(ACTIVITIES[0])).toBe(false);
  });
});

describe('a definition that is not in order', () => {
  it.each<[path: string, value: unknown, problem: string | RegExp]>([
    ['code', undefined, 'code: "code" is missing.'],
    ['code', null, 'code: "code" is empty and must be filled in.'],
    ['code', 'Izin Contoh', /^code: "code" must be a short name of lower-case letters/],
    ['header.number', 17, /^header\.number: .*must be text \(put it in quotes/],
    ['header.legalBasis', [], /^header\.legalBasis: .*at least 1 item\./],
    ['header.legalBasis', 'one', /^header\.legalBasis: .*must be a list/],
    ['header.legalBasis[0]', '  ', /^header\.legalBasis\[0\]: Item 1 must not be blank/],
    ['header.approvedBy', 'Kepala', /^header\.approvedBy: .*block of keys: office, name or nip/],
    ['label', { id: 'Izin' }, /^label\.en: "en" is missing/],
    ['steps', [], /^steps: .*at least 1 item/],
    ['steps[2].standardTime', '3 Minggu', /^steps\[2\]\.standardTime: .*Menit, Jam or Hari.*"3 Minggu"/],
    ['steps[2].standardTime', '3 constructor', /^steps\[2\]\.standardTime/],
    [
      'steps[2].standardtime',
      '1 Hari',
      /^steps\[2\]\.standardtime: "standardtime" is not a key here; allowed are no, activity, .*standardTime/,
    ],
    ['steps[2].performersFrom', 'guess', /must be source or reading/],
    ['steps[2].no', 1.5, /whole number from 1 to 999/],
    ['steps[2].no', 0, /whole number from 1 to 999/],
    ['steps[2].roles', [], /at least 1 item/],
    [
      'steps[1].outcomes[0].leadsTo',
      'done',
      'steps[1].outcomes[0].leadsTo: "leadsTo" must be the number of a step, or granted, rejected or withdrawn.',
    ],
    ['requirements[0].required', 'yes', /must be true or false/],
    ['form', [], /^form: This must be a block of keys/],
    ['form.extra', Number.POSITIVE_INFINITY, /finite number/],
    ['header.name', 'x'.repeat(301), /at most 300 characters, and has 301/],
    ['steps[2].roles', Array.from({ length: 1_000_000 }, () => 'a'), /at most 10 items, and has 1000000/],
  ])('says what is wrong with %s', (path, value, problem) => {
    expect(wrong(path, value)).toEqual([typeof problem === 'string' ? problem : expect.stringMatching(problem)]);
  });

  it('lists everything that is wrong at once', () => {
    const data = changed(changed(changed(SMALL_SOP, 'agency', 7), 'steps[0].does', undefined), 'steps[3].outcomes[1].leadsTo', {});
    expect(problemsOf(data).map((problem) => problem.split(':')[0])).toEqual(['agency', 'steps[0].does', 'steps[3].outcomes[1].leadsTo']);
  });

  it('keeps keys out that touch prototypes', () => {
    const hostile = (text: string) => problemsOf(changed(SMALL_SOP, 'form.properties', JSON.parse(text)));
    expect(hostile('{"__proto__": {"polluted": true}}')).toEqual(['form.properties.__proto__: "__proto__" cannot be used as a key.']);
    expect(hostile('{"constructor": {}}')).toHaveLength(1);
    expect(problemsOf(JSON.parse(JSON.stringify(SMALL_SOP).replace('{', '{"__proto__": {"agency": "x"},')))).toEqual([
      expect.stringContaining('"__proto__" is not a key here'),
    ]);
  });

  it('bounds depth, size and the number of problems', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 10_000; i++) deep = { deep };
    expect(wrong('form.deep', deep)).toEqual([expect.stringContaining('levels deep')]);
    const round: Record<string, unknown> = {};
    round['round'] = round;
    expect(problemsOf({ ...(SMALL_SOP as object), form: round })).toHaveLength(1);
    expect(
      wrong(
        'form.wide',
        Array.from({ length: 1_000_000 }, () => 1),
      ),
    ).toEqual([expect.stringContaining('more than 5000 values')]);
    expect(problemsOf(Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`key${i}`, i])))).toHaveLength(201);
  });

  it('never throws, whatever it is given', () => {
    const anything = fc.anything({ withNullPrototype: true, withDate: true, withMap: true, withBigInt: true, withSparseArray: true });
    const paths = [
      'steps[0]',
      'steps[1].outcomes[0]',
      'steps[1].outcomes',
      'steps[2].with',
      'header',
      'header.approvedBy',
      'form',
      'actors',
      'requirements[0]',
      'label',
      'start',
    ];
    const somewhere = fc.tuple(fc.constantFrom(...paths), anything).map(([path, value]) => {
      const data = changed(SMALL_SOP, path, 'replaced');
      return [data, path, value] as const;
    });
    fc.assert(fc.property(anything, (data) => !parseDefinition(data, { activities: ACTIVITIES }).ok));
    fc.assert(fc.property(somewhere, ([data, path, value]) => Array.isArray(problemsOf(put(data, path, value)))));
  });
});

/** Like `changed`, for values that cannot be cloned. */
function put(data: unknown, path: string, value: unknown): unknown {
  const parts = path.match(/[^.[\]]+/g)!;
  const block = parts.slice(0, -1).reduce((at, part) => at[part] as Record<string, unknown>, data as Record<string, unknown>);
  block[parts.at(-1)!] = value;
  return data;
}
