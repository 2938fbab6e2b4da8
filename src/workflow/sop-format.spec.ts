import { Ajv2020 } from 'ajv/dist/2020.js';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { checkDefinition } from '../sop/check-definition.js';
import { parseAgency } from '../sop/parse-agency.js';
import { parseDefinition } from '../sop/parse-definition.js';
import { CHECK_NAMES } from '../sop/rules/rule.js';
import { changed } from '../sop/testing/small-sop.js';
import { ACTIVITIES } from '../sop/testing/vocabulary.js';
import { compileSchema } from '../platform/api/input-schema.js';

const ROOT = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const yamlIn = (folder: string) =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => `${folder}/${name}`);

const guide = read('docs/sop-format.md');
const example: unknown = parse(/```yaml\n([^]*?)```/.exec(guide)![1]!);
const dairi = parseAgency(parse(read('sop/agencies/dpmptspk-dairi.yaml')));

const ajv = new Ajv2020({ allErrors: true });
const schemas = {
  sop: ajv.compile(JSON.parse(read('sop/schema/sop.schema.json')) as object),
  agency: ajv.compile(JSON.parse(read('sop/schema/agency.schema.json')) as object),
};

describe('the guide to the format', () => {
  it('has an example without problems', () => {
    const parsed = parseDefinition(example, { activities: ACTIVITIES });
    if (!parsed.ok || !dairi.ok) throw new Error(JSON.stringify([parsed, dairi]));
    expect(checkDefinition(parsed.value, { activities: ACTIVITIES, agencies: [dairi.value] })).toEqual([]);
    expect(compileSchema(parsed.value.form)(parsed.value.form['examples'] && (parsed.value.form['examples'] as unknown[])[0])).toEqual([]);
  });

  it('lists every activity with its outcomes and options', () => {
    const rows = [...guide.matchAll(/^\| `([a-z-]+)` \| (`.*`) \|(.*)\|$/gm)].map(([, name, outcomes, options]) => [
      name,
      outcomes!.match(/[a-z-]+/g),
      [...options!.matchAll(/`(\w+)`:/g)].map((match) => match[1]),
    ]);
    const declared = ACTIVITIES.map(({ name, outcomes, options }) => [
      name,
      outcomes,
      Object.keys((options?.['properties'] as object | undefined) ?? {}),
    ]);
    expect(rows.filter(([name]) => ACTIVITIES.some((activity) => activity.name === name))).toEqual(declared);
  });

  it('has a statutory clock in its words that can be read and checked', () => {
    const { statutory } = parse(/```yml\n([^]*?)```/.exec(guide)![1]!) as { statutory: unknown };
    const parsed = parseDefinition(changed(example, 'statutory', statutory), { activities: ACTIVITIES });
    if (!parsed.ok || !dairi.ok) throw new Error(JSON.stringify([parsed, dairi]));
    expect(checkDefinition(parsed.value, { activities: ACTIVITIES, agencies: [dairi.value] })).toEqual([]);
    expect(schemas.sop(changed(example, 'statutory', statutory))).toBe(true);
    expect(schemas.sop(changed(example, 'steps[1].clock', 'restart'))).toBe(true);
    const names = Object.keys((JSON.parse(read('sop/schema/sop.schema.json')) as { properties: { statutory: { properties: object } } }).properties.statutory.properties); // prettier-ignore
    expect(Object.keys(statutory as object)).toEqual(names);
  });

  it('has a rule for every check, and all of them can be read and checked', () => {
    const block = [...guide.matchAll(/```yml\n([^]*?)```/g)].map(([, text]) => text!).find((text) => text.startsWith('rules:'))!;
    const { rules } = parse(block) as { rules: { check: string }[] };
    expect([...new Set(rules.map(({ check }) => check))].sort()).toEqual([...CHECK_NAMES].sort());
    const date = { type: 'string', format: 'date' };
    const properties = { nik: { type: 'string', format: 'nik' }, sex: { type: 'string' }, birthDate: date, certificateUntil: date, eventFrom: date, eventUntil: date, area: { type: 'number' }, built: { type: 'number' }, open: { type: 'number' } }; // prettier-ignore
    const data = changed(changed(example, 'form.properties', properties), 'rules', rules);
    const parsed = parseDefinition(data, { activities: ACTIVITIES });
    if (!parsed.ok || !dairi.ok) throw new Error(JSON.stringify([parsed, dairi]));
    expect(checkDefinition(parsed.value, { activities: ACTIVITIES, agencies: [dairi.value] })).toEqual([]);
    expect(schemas.sop(data)).toBe(true);
    const schema = JSON.parse(read('sop/schema/sop.schema.json')) as {
      properties: { rules: { items: { properties: { check: { enum: string[] } } } } };
    };
    expect(schema.properties.rules.items.properties.check.enum).toEqual(CHECK_NAMES);
  });

  it('names the facts as the activities have them', () => {
    const sentence = (of: 'sets' | 'clears', fact: string) =>
      ACTIVITIES.flatMap((activity) =>
        Object.entries(activity[of] ?? {}).flatMap(([outcome, facts]) =>
          facts.includes(fact) ? [`\`${activity.name}\`: ${outcome}`] : [],
        ),
      ).join(', ');
    const facts = new Set(ACTIVITIES.flatMap((activity) => Object.values(activity.sets ?? {}).flat()));
    for (const fact of facts) {
      const required = ACTIVITIES.filter((activity) => activity.requires?.includes(fact))
        .map((activity) => `\`${activity.name}\``)
        .join(', ');
      expect(guide).toContain(
        `| ${[`\`${fact}\``, sentence('sets', fact), sentence('clears', fact), required].join(' | ').replace(/ {2,}/g, ' ').replace(/\| \|/g, '| |')} |`.replace(
          / {2,}/g,
          ' ',
        ),
      );
    }
  });
});

describe('the schemas for editors', () => {
  const errors = (schema: keyof typeof schemas, data: unknown) =>
    schemas[schema](data) ? [] : (schemas[schema].errors ?? []).map((error) => `${error.instancePath} ${error.message}`);

  it.each(yamlIn('sop'))('accept %s', (file) => expect(errors('sop', parse(read(file)))).toEqual([]));
  it.each(yamlIn('sop/agencies'))('accept %s', (file) => expect(errors('agency', parse(read(file)))).toEqual([]));
  it('accept the example of the guide', () => expect(errors('sop', example)).toEqual([]));

  it.each(yamlIn('sop').concat(yamlIn('sop/agencies')))('are named at the head of %s', (file) => {
    expect(read(file)).toMatch(
      file.includes('agencies')
        ? /^# yaml-language-server: \$schema=\.\.\/schema\/agency\.schema\.json\n/
        : /^# yaml-language-server: \$schema=schema\/sop\.schema\.json\n/,
    );
  });

  it('offer the activities there are', () => {
    const schema = JSON.parse(read('sop/schema/sop.schema.json')) as {
      $defs: { step: { properties: { does: { anyOf: [{ enum: string[] }] } } } };
    };
    expect(schema.$defs.step.properties.does.anyOf[0].enum).toEqual(ACTIVITIES.map((activity) => activity.name));
  });

  it.each<[path: string, value: unknown]>([
    ['code', 'Izin Contoh'],
    ['header.number', undefined],
    ['extra', 1],
    ['actors[0].title', ''],
    ['requirements[0].code', 7],
    ['form.additionalProperties', true],
    ['form.examples', []],
    ['steps', []],
    ['steps[0].no', 0],
    ['steps[0].standardTime', '3 Minggu'],
    ['steps[0].performersFrom', 'guess'],
    ['steps[0].roles', []],
    ['steps[0].Remarks', 'x'],
    ['steps[0].outcomes[0].leadsTo', 'done'],
    ['steps[0].clock', 'stop'],
    ['statutory', { workingDays: 0, startsAfter: 2, legalBasis: 'UU' }],
    ['statutory', { workingDays: 5, startsAfter: 2 }],
    ['statutory', { workingDays: 5, startsAfter: 2, legalBasis: 'UU', effect: 'granted' }],
  ])('refuse what the parser and the checks refuse: %s', (path, value) => {
    const data = changed(example, path, value);
    const parsed = parseDefinition(data, { activities: ACTIVITIES });
    const refused =
      !parsed.ok || checkDefinition(parsed.value, { activities: ACTIVITIES, agencies: dairi.ok ? [dairi.value] : [] }).length > 0;
    expect([refused, errors('sop', data).length > 0]).toEqual([true, true]);
  });
});
